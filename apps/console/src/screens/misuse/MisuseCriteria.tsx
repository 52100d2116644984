import type { MisuseFigures } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';

/** The four criteria of DSA Art. 23(3): how many, their share, how grave, and whether meant to harm. */
export function MisuseCriteria({ figures }: { figures: MisuseFigures }) {
  const { t, number, locale } = useI18n();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <dl className="misuse-figures">
      <div>
        <dt>{t('misuse.unfounded')}</dt>
        <dd>{t('misuse.ofAll', { unfounded: figures.unfounded, total: figures.total })}</dd>
      </div>
      <div>
        <dt>{t('misuse.share')}</dt>
        <dd>{percent.format(figures.share)}</dd>
      </div>
      <div>
        <dt>{t('misuse.grave')}</dt>
        <dd>{number(figures.grave)}</dd>
      </div>
      <div>
        <dt>{t('misuse.deliberate')}</dt>
        <dd>{number(figures.deliberate)}</dd>
      </div>
    </dl>
  );
}
