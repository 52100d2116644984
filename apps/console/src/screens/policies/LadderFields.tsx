import { Action } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ladderActions, type PolicyDraft } from './policy-draft.ts';

/** The steps of a ladder and how a strike counts, to be written. */
export function LadderFields({
  draft,
  onChange,
}: {
  draft: PolicyDraft;
  onChange: (change: Partial<PolicyDraft>) => void;
}) {
  const { t } = useI18n();
  const { steps } = draft;
  const set = (index: number, part: Partial<PolicyDraft['steps'][number]>): void =>
    onChange({ steps: steps.map((step, at) => (at === index ? { ...step, ...part } : step)) });
  return (
    <fieldset className="ladder-fields">
      <legend className="label">{t('policies.ladder')}</legend>
      <p className="hint">{t('policies.ladderHint')}</p>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
        <div className="ladder-field" key={index}>
          <TextField
            label={t('policies.fromStrikes')}
            value={step.fromStrikes}
            onChange={(fromStrikes) => set(index, { fromStrikes: fromStrikes.slice(0, 3) })}
            inputMode="numeric"
          />
          <TextField
            label={t('policies.fromSeverity')}
            value={step.fromSeverity}
            onChange={(fromSeverity) => set(index, { fromSeverity: fromSeverity.slice(0, 3) })}
            inputMode="numeric"
          />
          <label className="field">
            <span className="label">{t('policies.proposed')}</span>
            <select value={step.action} onChange={(event) => set(index, { action: Action.parse(event.target.value) })}>
              {ladderActions.map((action) => (
                <option key={action} value={action}>
                  {t(`decision.${action}`)}
                </option>
              ))}
            </select>
          </label>
          {(step.action === 'limit' || step.action === 'suspend') && (
            <TextField
              label={t('decide.days')}
              value={step.days}
              onChange={(days) => set(index, { days: days.slice(0, 3) })}
              inputMode="numeric"
            />
          )}
          <Button
            look="plain"
            icon="close"
            aria-label={t('policies.removeStep')}
            isDisabled={steps.length === 1}
            onPress={() => onChange({ steps: steps.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      <div className="button-row">
        <Button
          onPress={() =>
            onChange({ steps: [...steps, { fromStrikes: '1', fromSeverity: '0', action: 'warn', days: '' }] })
          }
        >
          {t('policies.addStep')}
        </Button>
      </div>
      <div className="policy-row">
        <TextField
          label={t('policies.weight')}
          value={draft.weight}
          onChange={(weight) => onChange({ weight: weight.slice(0, 2) })}
          inputMode="numeric"
        />
        <TextField
          label={t('policies.expires')}
          value={draft.expires}
          onChange={(expires) => onChange({ expires: expires.slice(0, 4) })}
          inputMode="numeric"
          hint={t('policies.expiresHint')}
        />
      </div>
    </fieldset>
  );
}
