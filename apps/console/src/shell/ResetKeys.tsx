import { useState } from 'react';
import { useI18n } from '../i18n/I18n.tsx';
import { Button } from '../ui/Button.tsx';

/** Puts all keys back, and asks first: they were chosen one by one. */
export function ResetKeys({ count, onReset }: { count: number; onReset: () => void }) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button look="plain" icon="undo" onPress={() => setAsking(true)}>
        {t('keys.resetAll')}
      </Button>
    );
  }
  return (
    <>
      <Button look="danger" autoFocus onPress={onReset}>
        {t('keys.resetAllSure', { count })}
      </Button>
      <Button onPress={() => setAsking(false)}>{t('common.cancel')}</Button>
    </>
  );
}
