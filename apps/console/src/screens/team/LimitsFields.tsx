import { useI18n } from '../../i18n/I18n.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { type LimitsDraft, readLimits } from './limits-draft.ts';

export function LimitsFields({ draft, onChange }: { draft: LimitsDraft; onChange: (draft: LimitsDraft) => void }) {
  const { t } = useI18n();
  const read = readLimits(draft);
  const wrong = (field: keyof LimitsDraft): string | null =>
    'field' in read && read.field === field ? t('team.limitWrong', { text: read.wrong }) : null;
  return (
    <fieldset className="stack limits">
      <legend className="label">{t('team.limits')}</legend>
      <p className="hint">{t('team.limitsText')}</p>
      <TextField
        label={t('team.limitKinds')}
        value={draft.kinds}
        onChange={(kinds) => onChange({ ...draft, kinds })}
        hint={t('team.limitKindsHint')}
        error={wrong('kinds')}
      />
      <TextField
        label={t('team.limitRegions')}
        value={draft.regions}
        onChange={(regions) => onChange({ ...draft, regions })}
        hint={t('team.limitRegionsHint')}
        error={wrong('regions')}
      />
    </fieldset>
  );
}
