import type { CaseClock } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useNow } from '../../ui/use-now.ts';
import { clockWords } from '../../words/clock-words.ts';

/** The clocks of a case, each with what it is for; a law's with the law. */
export function CaseClocks({ clocks }: { clocks: readonly CaseClock[] }) {
  const { t, say, dateTime } = useI18n();
  const now = useNow(15_000);
  return (
    <ul className="case-clocks" aria-label={t('clocks.label')}>
      {clocks.map((clock) => {
        const { urgency, phrase } = clockWords(clock, now);
        return (
          <li key={`${clock.kind} ${clock.law} ${clock.startedAt}`} data-urgency={urgency} data-kind={clock.kind}>
            <Icon name={clock.kind === 'law' ? 'audit' : 'clock'} />
            <span className="clock-name">
              {t(`clocks.${clock.kind}`)}
              {clock.law !== null && <span className="clock-law"> {t(lawKey(clock.law))}</span>}
            </span>
            <time dateTime={clock.dueAt} title={dateTime(clock.dueAt)}>
              {say(phrase)}
            </time>
          </li>
        );
      })}
    </ul>
  );
}

function lawKey(law: string) {
  switch (law) {
    case 'us-take-it-down':
      return 'clocks.law.us-take-it-down';
    case 'uk-osa-10-3a':
      return 'clocks.law.uk-osa-10-3a';
    case 'eu-tco-3':
      return 'clocks.law.eu-tco-3';
    default:
      return 'clocks.law.other';
  }
}
