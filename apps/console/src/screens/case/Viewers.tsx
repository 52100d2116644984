import type { CasePresence } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Who else has the case open right now. */
export function Viewers({ viewers }: { viewers: CasePresence['viewers'] }) {
  const { t, list } = useI18n();
  if (viewers.length === 0) return null;
  return (
    <span className="viewers" role="status">
      <Icon name="eye" />
      {t('viewers.here', { names: list(viewers.map(({ name }) => name)), count: viewers.length })}
    </span>
  );
}
