import type { ListUpdate } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** From how many entries to how many: the numbers by which two people decide, large. */
export function UpdateCounts({ update }: { update: ListUpdate }) {
  const { t, number, locale } = useI18n();
  const { from, to, added, changed, withdrawn, digest } = update;
  const share = new Intl.NumberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: 0,
  });
  return (
    <div className="update-counts">
      <p className="update-large">
        <span className="visually-hidden">{t('lists.update.said', { from, to })}</span>
        <span aria-hidden="true">{number(from)}</span>
        <Icon name="next" />
        <span aria-hidden="true" data-fewer={to < from}>
          {number(to)}
        </span>
        {from > 0 && <span className="update-share">{share.format((to - from) / from)}</span>}
      </p>
      <ul className="plain-list update-parts">
        <li>{t('lists.update.added', { count: added })}</li>
        <li>{t('lists.update.changed', { count: changed })}</li>
        <li>{t('lists.update.withdrawn', { count: withdrawn })}</li>
      </ul>
      {digest !== null && (
        <p className="list-small muted">
          {t('lists.update.digest')} <code dir="ltr">{digest}</code>
        </p>
      )}
    </div>
  );
}
