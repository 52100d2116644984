import { Checkbox } from 'react-aria-components';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { Resting } from './resting.ts';

/** Beside a reported message: whether the decision rests on it. */
export function RestsHere({ itemId, number, resting }: { itemId: string; number: number; resting: Resting }) {
  const { t } = useI18n();
  return (
    <Checkbox
      className="checkbox rests-here"
      isSelected={resting.ticked.has(itemId)}
      onChange={() => resting.toggle(itemId)}
      aria-label={`${t('rests.here')}: ${t('rests.message', { number })}`}
    >
      <span className="checkbox-box" aria-hidden="true">
        <Icon name="check" />
      </span>
      {t('rests.here')}
    </Checkbox>
  );
}
