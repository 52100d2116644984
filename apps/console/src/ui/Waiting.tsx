import type { ReactNode } from 'react';
import { useI18n } from '../i18n/I18n.tsx';
import { Icon, type IconName } from './Icon.tsx';

/** Grey lines where content is on its way. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  const { t } = useI18n();
  return (
    <div className="waiting" role="status">
      <span className="visually-hidden">{t('common.loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <span key={index} className="waiting-line" />
      ))}
    </div>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
