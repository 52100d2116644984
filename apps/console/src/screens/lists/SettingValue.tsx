import type { ListSettings } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { regionName } from '../regions/region-name.ts';
import { CategoryLabel } from './CategoryLabel.tsx';
import type { SettingsField } from './settings-fields.ts';

/** One setting in words. */
export function SettingValue({ settings, field }: { settings: ListSettings; field: SettingsField }) {
  const { t } = useI18n();
  switch (field) {
    case 'title':
    case 'purpose':
    case 'agreement':
      return <bdi>{settings[field]}</bdi>;
    case 'category':
      return <CategoryLabel leaf={settings.category} />;
    case 'radius':
      return t('lists.value.radius', { bits: settings.radius });
    case 'qualityFloor':
      return t('lists.value.qualityFloor', { floor: settings.qualityFloor });
    case 'minimumSources':
      return t('lists.value.minimumSources', { count: settings.minimumSources });
    case 'floodLimit':
      return t('lists.value.floodLimit', { count: settings.floodLimit });
    case 'surfaces':
      return <Surfaces surfaces={settings.surfaces} />;
    case 'legalBasis':
      return <LegalBasis legalBasis={settings.legalBasis} />;
  }
}

function Surfaces({ surfaces }: { surfaces: readonly string[] }) {
  const { t, maybe } = useI18n();
  if (surfaces.length === 0) return <span className="list-missing">{t('lists.value.noSurface')}</span>;
  return (
    <ul className="plain-list">
      {surfaces.map((surface) => (
        <li key={surface}>
          {maybe(`lists.surface.${surface}`)} <code dir="ltr">{surface}</code>
        </li>
      ))}
    </ul>
  );
}

function LegalBasis({ legalBasis }: { legalBasis: ListSettings['legalBasis'] }) {
  const i18n = useI18n();
  const regions = Object.entries(legalBasis);
  if (regions.length === 0) return <span className="list-missing">{i18n.t('lists.value.noRegion')}</span>;
  return (
    <dl className="basis">
      {regions.map(([region, basis]) => (
        <div key={region}>
          <dt>
            {regionName(region, i18n)} <code dir="ltr">{region}</code>
          </dt>
          <dd>
            <bdi>{basis}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
