import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useConnection } from '../api/use-connection.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useNow } from '../ui/use-now.ts';

/** Stands while the server does not answer, tries again by itself, and promises only what holds: nothing typed is lost. */
export function ConnectionBanner() {
  const { t } = useI18n();
  const connection = useConnection();
  const client = useQueryClient();
  const now = useNow(1_000);
  const down = connection.state === 'down';
  const retryAt = down ? connection.retryAt : null;
  useEffect(() => {
    if (retryAt === null) return;
    const timer = setTimeout(() => void client.refetchQueries({ type: 'active' }), Math.max(0, retryAt - Date.now()));
    return () => clearTimeout(timer);
  }, [retryAt, client]);
  return (
    <div role="status" aria-live="polite">
      {down && (
        <div className="banner">
          <Icon name="alert" />
          <p>
            {t(`banner.${connection.kind}`)}{' '}
            <span className="banner-when">
              {t('banner.retryIn', { seconds: Math.max(0, Math.ceil((connection.retryAt - now) / 1000)) })}
            </span>
          </p>
          <Button onPress={() => void client.refetchQueries({ type: 'active' })}>{t('banner.retryNow')}</Button>
        </div>
      )}
    </div>
  );
}
