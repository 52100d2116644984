import { AppealPanel } from '@wellhouse/client-ui';
import type { Notice } from '@wellhouse/protocol';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { formatDateTime, useTranslate } from '../i18n/messages.ts';
import { Icon } from '../parts/Icon.tsx';
import { useAccountState, useSession } from '../state/use-session.ts';

const readKey = (accountId: string) => `messenger:notices-read:${accountId}`;

function readReferences(accountId: string): string[] {
  return (localStorage.getItem(readKey(accountId)) ?? '').split(' ');
}

/** A decision can be told of twice, under one reference: when it was made, and when somebody had looked again. */
const keyOf = ({ reference, decidedAt }: Notice): string => `${reference}@${decidedAt}`;

/** What was decided about this account: what, why, until when, and how to appeal. */
export function StandingBanner() {
  const t = useTranslate();
  const { device } = useSession();
  const account = useAccountState();
  const [read, setRead] = useState(() => readReferences(device.accountId));
  if (account === undefined) return null;
  const { standing, notices } = account;
  const over = standing.until !== null && Date.parse(standing.until) <= Date.now();
  if (standing.state !== 'good' && !over) {
    const date = formatDateTime(t.language, standing.until ?? '');
    const title =
      standing.state === 'banned'
        ? t('standing.banned')
        : t(standing.state === 'limited' ? 'standing.limited' : 'standing.suspended', { date });
    return <NoticeCard title={title} notice={standing.notice} tone="stop" />;
  }
  const latest = notices[0];
  if (latest === undefined || read.includes(keyOf(latest))) return null;
  return (
    <NoticeCard
      title={latest.headline}
      notice={latest}
      tone="note"
      onDismiss={() => {
        const next = [...read, keyOf(latest)];
        localStorage.setItem(readKey(device.accountId), next.join(' '));
        setRead(next);
      }}
    />
  );
}

function NoticeCard(props: { title: string; notice: Notice | null; tone: 'stop' | 'note'; onDismiss?: () => void }) {
  const t = useTranslate();
  const { notice } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where the screen is small
    <section className="notice" data-tone={props.tone} aria-label={props.title} tabIndex={0}>
      <Icon name={props.tone === 'stop' ? 'block' : 'shield'} />
      <div className="notice-body">
        <div className="notice-words" role="alert">
          <h2>{props.title}</h2>
          {notice !== null && (
            <dl>
              <dt>{t('standing.why')}</dt>
              <dd dir="auto">{notice.reason}</dd>
              {notice.policy !== null && (
                <>
                  <dt>{t('standing.policy')}</dt>
                  <dd dir="auto">{notice.policy.title}</dd>
                </>
              )}
              <dt>{t('standing.appeal')}</dt>
              <dd dir="auto">{notice.appeal.how}</dd>
              <dt>{t('standing.reference')}</dt>
              <dd>
                {notice.reference}{' '}
                <span className="fine-print">{t(notice.automated ? 'standing.automated' : 'standing.person')}</span>
              </dd>
            </dl>
          )}
        </div>
        {notice !== null && (
          <AppealPanel
            // A decision that was taken back comes as a second notice, with news of the appeal.
            key={notice.headline}
            target={{ kind: 'decision', decisionId: notice.decisionId }}
            notice={notice.appeal}
          />
        )}
        {props.onDismiss && (
          <Button className="button" onPress={props.onDismiss}>
            {t('standing.dismiss')}
          </Button>
        )}
      </div>
    </section>
  );
}
