import type { Action } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Ladder } from '../../ui/Ladder.tsx';
import { type ActionFacts, actionLadder, whyNot } from './action-rules.ts';

export function ActionLadder({
  facts,
  value,
  onChange,
  invalid,
}: {
  facts: ActionFacts;
  value: Action | null;
  onChange: (action: Action) => void;
  invalid: boolean;
}) {
  const { t } = useI18n();
  return (
    <Ladder
      label={t('decide.action')}
      rungs={actionLadder.map((action) => {
        const reason = whyNot(action, facts);
        return {
          id: action,
          title: t(`decision.${action}`),
          hint: t(reason ?? `decision.${action}.meaning`),
          action: reason === null ? `decide.${action}` : null,
        };
      })}
      value={value}
      onChange={onChange}
      error={invalid ? t('decide.missing.action') : null}
    />
  );
}
