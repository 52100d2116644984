import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { regionName } from '../regions/region-name.ts';
import type { BasisDraft } from './settings-draft.ts';

/** One row a region: its code and on what ground pictures of it may be matched. */
export function LegalBasisFields({
  rows,
  onChange,
  error,
}: {
  rows: readonly BasisDraft[];
  onChange: (rows: readonly BasisDraft[]) => void;
  error: string | null;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const change = (row: number, part: Partial<BasisDraft>): void =>
    onChange(rows.map((each) => (each.row === row ? { ...each, ...part } : each)));
  const add = (): void =>
    onChange([...rows, { row: Math.max(-1, ...rows.map(({ row }) => row)) + 1, region: '', basis: '' }]);
  return (
    <fieldset className="basis-fields">
      <legend className="label">{t('lists.field.legalBasis')}</legend>
      <p className="hint">{t('lists.hint.legalBasis')}</p>
      {rows.map(({ row, region, basis }, index) => (
        <div key={row} className="basis-row">
          <TextField
            label={t('lists.basis.region')}
            value={region}
            onChange={(text) => change(row, { region: text.toUpperCase() })}
            hint={nameOf(region)}
          />
          <TextField label={t('lists.basis.basis')} value={basis} onChange={(text) => change(row, { basis: text })} />
          <Button
            look="plain"
            icon="close"
            aria-label={t('lists.basis.remove', { place: region === '' ? index + 1 : region })}
            onPress={() => onChange(rows.filter((each) => each.row !== row))}
          />
        </div>
      ))}
      {error !== null && <p className="field-error">{error}</p>}
      <div>
        <Button onPress={add}>{t('lists.basis.add')}</Button>
      </div>
    </fieldset>
  );

  function nameOf(region: string): string {
    return /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(region) ? regionName(region, i18n) : t('lists.basis.example');
  }
}
