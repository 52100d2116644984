import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Mention } from '@wellhouse/protocol';
import { call } from '../../api/call.ts';
import { deskQuery } from '../../api/queue-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategoryLabel } from '../../i18n/use-category-label.ts';
import { announce } from '../../ui/announcements.ts';
import { PriorityBadge } from '../../ui/Badges.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useNow } from '../../ui/use-now.ts';
import { problemPhrase } from '../../words/problem-words.ts';
import { timeAgo } from '../../words/time-left.ts';

/** What is this person's: what somebody turned to them for, and the cases that they hold. */
export function DeskPanel() {
  const { t } = useI18n();
  const desk = useQuery(deskQuery).data;
  if (desk === undefined || (desk.mentions.length === 0 && desk.claims.length === 0)) return null;
  return (
    <section className="desk" aria-labelledby="desk-title">
      <h2 id="desk-title">{t('desk.title')}</h2>
      {desk.mentions.length > 0 && (
        <ul className="desk-mentions">
          {desk.mentions.map((mention) => (
            <MentionCard key={mention.mentionId} mention={mention} />
          ))}
        </ul>
      )}
      {desk.claims.length > 0 && (
        <p className="desk-claims">
          <Icon name="hand" />
          <span>{t('desk.claims', { count: desk.claims.length })}</span>
          {desk.claims.map(({ caseId, number, priority }) => (
            <Link key={caseId} to="/cases/$caseId" params={{ caseId }}>
              {priority} {number}
            </Link>
          ))}
        </p>
      )}
    </section>
  );
}

function MentionCard({ mention }: { mention: Mention }) {
  const { t, say, locale } = useI18n();
  const clock = (iso: string): string => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(iso));
  const category = useCategoryLabel();
  const client = useQueryClient();
  const now = useNow(15_000);
  const close = async (): Promise<void> => {
    try {
      await call('closeMention', { params: { mentionId: mention.mentionId } });
    } catch (error) {
      announce(problemPhrase(error));
    }
    void client.invalidateQueries({ queryKey: ['desk'] });
  };
  const { caseId, number, priority } = mention.case;
  return (
    <li className="desk-mention" data-kind={mention.kind}>
      <PriorityBadge priority={priority} />
      <div className="desk-mention-main">
        <p className="desk-mention-what">
          {t(`desk.${mention.kind}`, { name: mention.from.name })}
          <span className="muted"> {say(timeAgo(Date.parse(mention.at), now))}</span>
        </p>
        <Link to="/cases/$caseId" params={{ caseId }} className="desk-mention-link">
          <span className="case-number">{number}</span> {category(mention.case)}
        </Link>
        {mention.note !== '' && (
          <p className="desk-mention-note">
            <bdi>{mention.note}</bdi>
          </p>
        )}
        {mention.keptUntil !== null && <p className="muted">{t('desk.kept', { until: clock(mention.keptUntil) })}</p>}
      </div>
      <Button icon="check" onPress={() => void close()}>
        {t('common.done')}
        <span className="visually-hidden"> {number}</span>
      </Button>
    </li>
  );
}
