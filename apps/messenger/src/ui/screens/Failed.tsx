import { Button } from 'react-aria-components';
import { useTranslate } from '../i18n/messages.ts';

export function Failed({ onRetry }: { onRetry: () => void }) {
  const t = useTranslate();
  return (
    <main className="card-screen">
      <div className="card" role="alert">
        <h1>{t('app.failed')}</h1>
        <p>{t('app.failed.hint')}</p>
        <Button className="button primary" onPress={onRetry}>
          {t('app.retry')}
        </Button>
      </div>
    </main>
  );
}
