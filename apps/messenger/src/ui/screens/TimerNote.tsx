import { maximumGraceSeconds } from '@wellhouse/franking';
import { formatDuration } from '../i18n/duration.ts';
import { useTranslate } from '../i18n/messages.ts';
import { Icon } from '../parts/Icon.tsx';
import { useGrace } from '../state/use-grace.ts';

/** What the sender is told before sending: when the message disappears, and for how long others can report it then. */
export function TimerNote({ id, seconds }: { id: string; seconds: number }) {
  const t = useTranslate();
  const grace = useGrace();
  if (grace === undefined) return null;
  const life = formatDuration(t.language, seconds);
  return (
    <p className="composer-note timer-note" id={id} role="status">
      <Icon name="clock" />
      <span>
        {grace === 0
          ? t('timer.note.noGrace', { life })
          : grace === null
            ? t('timer.note.unknown', { life, grace: formatDuration(t.language, maximumGraceSeconds) })
            : t('timer.note', { life, grace: formatDuration(t.language, grace) })}
      </span>
    </p>
  );
}
