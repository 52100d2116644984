import type { Macro } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Select } from '../../ui/Fields.tsx';
import type { DecisionState } from './use-decision.ts';

/** Texts of the team that fit; a chosen one stands in the reason, and can be changed there. */
export function MacroPicker({ decision }: { decision: DecisionState }) {
  const { t } = useI18n();
  const { macros, insert } = decision;
  if (macros.length === 0) return null;
  const choice = (macro: Macro) => ({ id: macro.macroId, title: macro.title });
  return (
    <div id="macro-picker">
      <Select
        label={t('macro.insert')}
        value={null}
        onChange={(id) => {
          const macro = macros.find((one) => one.macroId === id);
          if (macro !== undefined) insert(macro);
        }}
        placeholder={t('macro.choose')}
        sections={[{ title: null, choices: macros.map(choice) }]}
      />
    </div>
  );
}
