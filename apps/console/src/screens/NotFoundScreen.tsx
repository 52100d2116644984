import { Link } from '@tanstack/react-router';
import { useI18n } from '../i18n/I18n.tsx';

export function NotFoundScreen() {
  const { t } = useI18n();
  return (
    <div className="empty">
      <h1>{t('notFound.title')}</h1>
      <p className="muted">{t('notFound.text')}</p>
      <Link to="/" className="button" data-look="primary">
        {t('notFound.back')}
      </Link>
    </div>
  );
}
