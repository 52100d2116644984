import type { Measure, MisuseAccount } from '@wellhouse/protocol';
import { useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { EndForm, MeasureForm } from './MeasureForm.tsx';
import { MisuseCriteria } from './MisuseCriteria.tsx';
import { type Step, stands, whyNot } from './measure-rules.ts';

const steps: readonly Step[] = ['warn', 'pause'];

/** One account's figures by the four criteria, what the rule proposes, and what was done before. */
export function AccountCard({
  account,
  step,
  onStep,
}: {
  account: MisuseAccount;
  step: Step | null;
  onStep: (step: Step | null) => void;
}) {
  const { t } = useI18n();
  const now = useNow(60_000);
  const { figures, proposal, measures } = account;
  const hurdle = whyNot(account, 'warn', now) ?? whyNot(account, 'pause', now);
  return (
    <>
      <div className="hearing-head">
        <h2 className="misuse-name">
          <bdi>{account.accountId}</bdi>
        </h2>
        <span className="badge">{t(`misuse.of.${account.of}`)}</span>
        <span className="badge" data-tone={proposal === null ? 'info' : 'danger'}>
          {t(`misuse.proposal.${proposal ?? 'none'}`)}
        </span>
      </div>
      <MisuseCriteria figures={figures} />
      {step === null ? (
        <div className="button-row">
          {steps.map((one) => (
            <Button key={one} isDisabled={whyNot(account, one, now) !== null} onPress={() => onStep(one)}>
              {t(`misuse.${one}`)}
            </Button>
          ))}
          {hurdle !== null && <span className="reason">{t(hurdle)}</span>}
        </div>
      ) : (
        <MeasureForm key={step} account={account} step={step} onDone={() => onStep(null)} />
      )}
      {measures.length > 0 && (
        <div>
          <h3 className="label">{t('misuse.history')}</h3>
          <ul className="plain-list misuse-measures">
            {measures.map((measure) => (
              <MeasureLine key={measure.measureId} measure={measure} now={now} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function MeasureLine({ measure, now }: { measure: Measure; now: number }) {
  const { t, dateTime, date } = useI18n();
  const [ending, setEnding] = useState(false);
  return (
    <li>
      <p className="hearing-facts">
        <strong>{t(`misuse.measure.${measure.kind}`)}</strong>
        <time dateTime={measure.at}>{dateTime(measure.at)}</time>
        <span>{t('misuse.until', { date: date(measure.until) })}</span>
        <bdi className="muted">{measure.by}</bdi>
        {stands(measure, now) && !ending && (
          <Button look="plain" onPress={() => setEnding(true)}>
            {t('misuse.end')}
          </Button>
        )}
      </p>
      <blockquote className="statement" dir="auto">
        {measure.reason}
      </blockquote>
      {measure.ended !== null && (
        <p className="muted">{t('misuse.ended', { name: measure.ended.by, reason: measure.ended.reason })}</p>
      )}
      {ending && <EndForm measure={measure} onDone={() => setEnding(false)} />}
    </li>
  );
}
