import { useI18n } from '../../i18n/I18n.tsx';
import { Select, TextArea, TextField } from '../../ui/Fields.tsx';
import { LegalBasisFields } from './LegalBasisFields.tsx';
import type { SettingsDraft } from './settings-draft.ts';
import type { SettingsField } from './settings-fields.ts';
import { useCategories } from './use-categories.ts';

const numbers = ['radius', 'qualityFloor', 'minimumSources', 'floodLimit'] as const;

export interface SettingsFieldsProps {
  draft: SettingsDraft;
  onChange: (change: Partial<SettingsDraft>) => void;
  /** Shown once somebody has tried to send. */
  problems: readonly SettingsField[];
}

/** The fields of a list's settings, of a new list and of one whose settings are changed. */
export function SettingsFields({ draft, onChange, problems }: SettingsFieldsProps) {
  const { t } = useI18n();
  const { label, usual, others } = useCategories();
  const errorOf = (field: SettingsField): string | null =>
    problems.includes(field) ? t(`lists.missing.${field}`) : null;
  const choices = (leaves: readonly string[]) => leaves.map((id) => ({ id, title: label(id) }));
  return (
    <div className="stack settings-fields">
      <TextField
        label={t('lists.field.title')}
        value={draft.title}
        onChange={(title) => onChange({ title })}
        error={errorOf('title')}
        required
      />
      <div className="field">
        <Select
          label={t('lists.field.category')}
          value={draft.category === '' ? null : draft.category}
          onChange={(category) => onChange({ category })}
          sections={[
            { title: t('lists.category.usual'), choices: choices(usual) },
            { title: t('lists.category.others'), choices: choices(others) },
          ]}
          placeholder={t('lists.category.choose')}
        />
        {problems.includes('category') && <p className="field-error">{t('lists.missing.category')}</p>}
      </div>
      <TextArea
        label={t('lists.field.purpose')}
        value={draft.purpose}
        onChange={(purpose) => onChange({ purpose })}
        rows={2}
        maxLength={1_000}
        hint={t('lists.hint.purpose')}
        error={errorOf('purpose')}
        required
      />
      <TextArea
        label={t('lists.field.agreement')}
        value={draft.agreement}
        onChange={(agreement) => onChange({ agreement })}
        rows={2}
        maxLength={1_000}
        hint={t('lists.hint.agreement')}
        error={errorOf('agreement')}
        required
      />
      <LegalBasisFields
        rows={draft.legalBasis}
        onChange={(legalBasis) => onChange({ legalBasis })}
        error={errorOf('legalBasis')}
      />
      <TextField
        label={t('lists.field.surfaces')}
        value={draft.surfaces}
        onChange={(surfaces) => onChange({ surfaces })}
        hint={t('lists.hint.surfaces')}
        error={errorOf('surfaces')}
      />
      <div className="settings-numbers">
        {numbers.map((field) => (
          <TextField
            key={field}
            label={t(`lists.field.${field}`)}
            value={draft[field]}
            onChange={(text) => onChange({ [field]: text })}
            inputMode="numeric"
            hint={t(`lists.hint.${field}`)}
            error={errorOf(field)}
            required
          />
        ))}
      </div>
    </div>
  );
}
