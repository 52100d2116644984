import { Action, type CaseSummary } from '@wellhouse/protocol';
import { Label, Radio, RadioGroup, Text } from 'react-aria-components';
import { useI18n } from '../../i18n/I18n.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { actionLadder, whyNot } from './action-rules.ts';

export function ActionLadder({
  summary,
  value,
  onChange,
  invalid,
}: {
  summary: CaseSummary;
  value: Action | null;
  onChange: (action: Action) => void;
  invalid: boolean;
}) {
  const { t } = useI18n();
  return (
    <RadioGroup
      className="ladder"
      value={value ?? ''}
      onChange={(id) => onChange(Action.parse(id))}
      isInvalid={invalid}
      isRequired
      validationBehavior="aria"
    >
      <Label className="label">{t('decide.action')}</Label>
      <div className="ladder-steps">
        {actionLadder.map((action, index) => {
          const reason = whyNot(action, summary);
          return (
            <Radio
              key={action}
              value={action}
              className="ladder-step"
              data-action-name={action}
              isDisabled={reason !== null}
            >
              <span className="ladder-dot" aria-hidden="true" />
              <span className="ladder-text">
                <span className="ladder-title">{t(`decision.${action}`)}</span>
                <span className="ladder-hint">{t(reason ?? `decision.${action}.meaning`)}</span>
              </span>
              {reason === null && <Keys binding={String(index + 1)} />}
            </Radio>
          );
        })}
      </div>
      {invalid && (
        <Text slot="errorMessage" className="field-error">
          {t('decide.missing.action')}
        </Text>
      )}
    </RadioGroup>
  );
}
