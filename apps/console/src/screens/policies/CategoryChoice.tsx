import { useI18n } from '../../i18n/I18n.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { useCategories } from '../lists/use-categories.ts';

/** Kinds of abuse, any number of them. */
export function CategoryChoice({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (categories: string[]) => void;
}) {
  const { t } = useI18n();
  const { usual, others, label } = useCategories();
  const choices = [...usual, ...others].map((leaf) => ({ id: leaf, title: label(leaf) }));
  return <Checks label={t('policies.kinds')} value={value} onChange={onChange} choices={choices} />;
}
