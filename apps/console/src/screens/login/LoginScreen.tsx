import { getRouteApi, useRouter } from '@tanstack/react-router';
import { ApiError } from '../../api/api-error.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Front } from './Front.tsx';
import { LoginForm } from './LoginForm.tsx';
import { placeAfterLogin } from './place-after-login.ts';

const route = getRouteApi('/login');

export function LoginScreen() {
  const { t } = useI18n();
  const router = useRouter();
  const { next, problem } = route.useSearch();
  const place = placeAfterLogin(next);
  return (
    <Front title={t('login.title')} lead={t('login.lead')}>
      {problem !== undefined && <ProblemNote error={new ApiError({ code: problem, status: 0, detail: '' })} />}
      <LoginForm next={place} onDone={() => router.history.push(place)} />
      <p className="hint">{t('login.help')}</p>
    </Front>
  );
}
