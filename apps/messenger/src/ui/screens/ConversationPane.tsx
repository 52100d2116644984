import { RecontactBar, type ReportStart } from '@wellhouse/client-ui';
import { useCallback, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { ShownMessage } from '../../device/conversation.ts';
import { useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { explain } from '../parts/errors.ts';
import { Icon } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { useNames } from '../state/names.ts';
import { HubClockContext } from '../state/use-remaining.ts';
import { useConversation, useRecontactHintsIn, useSession } from '../state/use-session.ts';
import { Composer, type ComposerMode } from './Composer.tsx';
import { Members } from './Members.tsx';
import { MessageLog } from './MessageLog.tsx';
import type { MessageAction } from './MessageMenu.tsx';
import type { ReportRequest } from './Report.tsx';

const writing: ComposerMode = { kind: 'new' };

export function ConversationPane(props: {
  groupId: string;
  onBack: () => void;
  onReport: (request: ReportRequest) => void;
  /** What stands in the field at first. */
  words: string;
}) {
  const { groupId, onReport } = props;
  const t = useTranslate();
  const { device } = useSession();
  const conversation = useConversation(groupId);
  const [mode, setMode] = useState<ComposerMode>(writing);
  const [showMembers, setShowMembers] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const nameOf = useNames();
  const hints = useRecontactHintsIn(groupId);
  const heading = useRef<HTMLHeadingElement>(null);

  const act = useCallback(
    (action: MessageAction, message: ShownMessage) => {
      switch (action) {
        case 'reply':
          return setMode({ kind: 'reply', message });
        case 'edit':
          return setMode({ kind: 'edit', message });
        case 'delete':
          setProblem(null);
          void device
            .delete(groupId, message.messageId)
            .catch((error: unknown) => setProblem(explain(error, t, nameOf)));
          return;
        case 'report':
          return onReport({ groupId, target: { kind: 'message', messageId: message.messageId } });
        default:
          action satisfies never;
      }
    },
    [device, groupId, onReport, t, nameOf],
  );

  const prompted = useCallback(
    (start: ReportStart, { messageId }: ShownMessage) =>
      onReport({ groupId, start, target: { kind: 'message', messageId } }),
    [groupId, onReport],
  );

  if (conversation === undefined) return <div className="pane-empty" />;
  const { group, messages, looking, prompt } = conversation;
  // what has vanished, or was deleted, is neither answered nor edited any more
  const meant = mode.kind !== 'new' && messages.find(({ messageId }) => messageId === mode.message.messageId);
  const current = mode.kind === 'new' || (meant && meant.state === 'sent') ? mode : writing;
  const gone = group.membership === 'member' ? null : t(`conversation.${group.membership}`);
  return (
    <>
      <header className="pane-head">
        <span className="only-narrow">
          <IconButton icon="back" label={t('back')} onPress={props.onBack} className="flip" />
        </span>
        <Avatar id={group.groupId} name={group.name} square />
        <div className="pane-title">
          <h2 tabIndex={-1} ref={heading}>
            <bdi>{group.name}</bdi>
          </h2>
          <p>
            <Icon name="lock" />
            {t('conversation.encrypted')}
          </p>
        </div>
        <Button
          className="button quiet"
          onPress={() => setShowMembers(true)}
          aria-label={`${t('members.title')}: ${t('conversation.members', { count: group.members.length })}`}
        >
          <Icon name="people" />
          <span className="only-wide">{t('conversation.members', { count: group.members.length })}</span>
        </Button>
      </header>
      {hints.length > 0 && (
        <div className="pane-notes">
          {hints.map((hint) => (
            <RecontactBar
              key={`${hint.blocked} ${hint.accountId}`}
              hint={hint}
              name={nameOf(hint.accountId)}
              onReport={() => onReport({ groupId, target: { kind: 'account', accountId: hint.accountId } })}
              onClosed={() => heading.current?.focus()}
            />
          ))}
        </div>
      )}
      <HubClockContext value={conversation.hubAhead}>
        <MessageLog {...{ group, messages, looking, prompt }} onAction={act} onPrompted={prompted} />
      </HubClockContext>
      {problem !== null && (
        <p className="strip" role="alert">
          {problem}
        </p>
      )}
      {gone === null ? (
        <Composer
          groupId={groupId}
          timer={group.expiresAfter ?? 0}
          mode={current}
          onDone={() => setMode(writing)}
          others={group.members.filter((member) => member !== device.accountId)}
          words={props.words}
        />
      ) : (
        <p className="composer-closed">{gone}</p>
      )}
      {showMembers && <Members group={group} onClose={() => setShowMembers(false)} onReport={onReport} />}
    </>
  );
}
