import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

const key = 'wellhouse.setUpLater';

/** Offers a second factor where it may come later; put off, it comes back with the next login. */
export function SetUpBanner() {
  const { t } = useI18n();
  const { setUp } = useMe();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [later, setLater] = useState(() => sessionStorage.getItem(key) !== null);
  if (setUp !== 'later' || later || pathname === '/account') return null;
  return (
    <aside className="set-up-banner" aria-label={t('setup.title')}>
      <Icon name="key" />
      <p>{t('setup.later')}</p>
      <Button onPress={() => void navigate({ to: '/account' })}>{t('setup.now')}</Button>
      <Button
        look="plain"
        onPress={() => {
          sessionStorage.setItem(key, 'yes');
          setLater(true);
        }}
      >
        {t('setup.notNow')}
      </Button>
    </aside>
  );
}
