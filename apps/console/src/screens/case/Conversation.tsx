import type { CaseSummary, ConversationEntry } from '@wellhouse/protocol';
import { useContext } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { LevelBadge } from '../../ui/Badges.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { gapPhrase } from '../../words/gap.ts';
import { shortGroup } from '../../words/short-group.ts';
import { ItemProblems } from './ItemProblems.tsx';
import { MessageBody } from './MessageBody.tsx';
import { RestsHere } from './RestsHere.tsx';
import { RestingContext } from './resting.ts';
import type { OpenEvidence } from './use-evidence.ts';

type Message = Extract<ConversationEntry, { type: 'message' }>;
type Gap = Extract<ConversationEntry, { type: 'gap' }>;
/** What of a case matters for its conversation. */
type Talked = Pick<CaseSummary, 'subject' | 'reportCount'>;

/** What was disclosed, in the hub's order, with what was not disclosed standing as numbered gaps. */
export function Conversation({ evidence, summary }: { evidence: OpenEvidence; summary: Talked }) {
  const { t } = useI18n();
  const entries = evidence.view.conversation;
  const groups = new Set(entries.map((entry) => entry.groupId));
  if (entries.length === 0) return <p className="muted conversation-none">{t('evidence.none')}</p>;
  return (
    <ol className="conversation" aria-label={t('evidence.title')}>
      {entries.map((entry, index) => {
        const before = entries[index - 1];
        const heading = groups.size > 1 && entry.groupId !== null && before?.groupId !== entry.groupId;
        return (
          <li
            key={entry.type === 'message' ? entry.itemId : `gap-${entry.groupId}-${entry.from}`}
            data-entry
            tabIndex={-1}
          >
            {heading && entry.groupId !== null && (
              <p className="conversation-group">{t('evidence.group', { group: shortGroup(entry.groupId) })}</p>
            )}
            {entry.type === 'gap' ? (
              <GapRow gap={entry} />
            ) : (
              <MessageRow message={entry} evidence={evidence} summary={summary} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

function GapRow({ gap }: { gap: Gap }) {
  const { say } = useI18n();
  return (
    <p className="gap">
      <Icon name="covered" />
      <span>{say(gapPhrase(gap))}</span>
    </p>
  );
}

function MessageRow({ message, evidence, summary }: { message: Message; evidence: OpenEvidence; summary: Talked }) {
  const { t, maybe, dateTime } = useI18n();
  const resting = useContext(RestingContext);
  const bySubject = summary.subject.kind === 'account' && message.sender === summary.subject.accountId;
  return (
    <article className="message" data-role={message.role} data-subject={bySubject}>
      <header className="message-head">
        <span className="message-who">
          <bdi className="message-sender">{message.sender}</bdi>
          {bySubject && <span className="badge subject-mark">{t('message.subject')}</span>}
          {message.role === 'reported' && (
            <span className="badge reported-mark">
              <Icon name="flag" />
              {t('message.reported')}
            </span>
          )}
          {message.kind !== 'text' && <span className="badge">{maybe(`kind.${message.kind}`) ?? message.kind}</span>}
        </span>
        <LevelBadge level={message.level} />
      </header>
      <MessageBody parts={message.parts} evidence={evidence} />
      <ItemProblems problems={message.problems} />
      <footer className="message-foot">
        <strong>{t('rests.message', { number: message.number })}</strong>
        {message.sequence === null ? (
          <span>{t('message.noNumber')}</span>
        ) : (
          <span title={t('message.numberMeaning')}>{t('message.number', { number: message.sequence })}</span>
        )}
        {message.acceptedAt === null ? (
          <span>{t('message.noTime')}</span>
        ) : (
          <time dateTime={message.acceptedAt}>{dateTime(message.acceptedAt)}</time>
        )}
        {/* A blind second review does not tell which reports a message came in. */}
        {summary.reportCount > 1 && message.reportIds.length > 0 && (
          <span>{t('message.inReports', { count: message.reportIds.length })}</span>
        )}
        {resting !== null && message.role === 'reported' && (
          <RestsHere itemId={message.itemId} number={message.number} resting={resting} />
        )}
      </footer>
    </article>
  );
}
