import { Button } from 'react-aria-components';
import type { ShownMessage } from '../../device/conversation.ts';
import { formatDuration } from '../i18n/duration.ts';
import { useTranslate } from '../i18n/messages.ts';
import { Icon } from '../parts/Icon.tsx';
import { useRemaining } from '../state/use-remaining.ts';

/** How long a message is still visible. A timer is not read out while it runs. */
export function Remaining({ until }: { until: number }) {
  const t = useTranslate();
  const left = useRemaining(until);
  return (
    <span className="remaining" role="timer">
      <Icon name="clock" />
      {t('message.remaining', { time: formatDuration(t.language, left ?? 0) })}
    </span>
  );
}

/** What is offered where a message has disappeared: reporting it, for as long as that can be done. */
export function Vanished({ message, onReport }: { message: ShownMessage; onReport: () => void }) {
  const t = useTranslate();
  const left = useRemaining(message.reportableUntil);
  return (
    <div className="vanished">
      <Button className="button danger" onPress={onReport}>
        <Icon name="flag" />
        {t('message.report')}
      </Button>
      {left !== null && left > 0 && (
        <span role="timer">{t('message.reportable', { time: formatDuration(t.language, left) })}</span>
      )}
    </div>
  );
}
