import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useI18n } from '../../i18n/I18n.tsx';
import { Front } from './Front.tsx';
import { LoginForm } from './LoginForm.tsx';
import { placeAfterLogin } from './place-after-login.ts';

const route = getRouteApi('/login');

export function LoginScreen() {
  const { t } = useI18n();
  const router = useRouter();
  const { next } = route.useSearch();
  return (
    <Front title={t('login.title')} lead={t('login.lead')}>
      <LoginForm onDone={() => router.history.push(placeAfterLogin(next))} />
      <p className="hint">{t('login.help')}</p>
    </Front>
  );
}
