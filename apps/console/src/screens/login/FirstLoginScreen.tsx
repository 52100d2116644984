import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useAcceptMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { Front } from './Front.tsx';
import { tokenInFragment } from './token-in-fragment.ts';

const shortestPassword = 12;

export function FirstLoginScreen() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const accept = useAcceptMe();
  // Read once and taken out of the address, so that it stays in no history.
  const [token] = useState(() => {
    const found = tokenInFragment(window.location.hash);
    if (found !== null) window.history.replaceState(window.history.state, '', window.location.pathname);
    return found;
  });
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const exchange = useMutation({
    mutationFn: () =>
      call('firstLogin', { body: { token: token ?? '', name: name.trim(), email: email.trim(), password } }),
    onSuccess: (me) => {
      accept(me);
      void navigate({ to: '/', replace: true });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    exchange.mutate();
  };
  const tooShort = password !== '' && password.length < shortestPassword;
  const ready = name.trim() !== '' && email.trim() !== '' && password.length >= shortestPassword;
  return (
    <Front title={t('first.title')} lead={t('first.lead')}>
      {token === null ? (
        <Note tone="warning">
          <p>{t('first.noToken')}</p>
        </Note>
      ) : (
        <form className="stack" onSubmit={submit}>
          <TextField
            label={t('first.name')}
            value={name}
            onChange={setName}
            autoComplete="name"
            hint={t('first.nameHint')}
            autoFocus
            required
          />
          <TextField
            label={t('login.email')}
            type="email"
            value={email}
            onChange={setEmail}
            autoComplete="username"
            hint={t('first.emailHint')}
            required
          />
          <TextField
            label={t('first.password')}
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="new-password"
            hint={t('first.passwordHint', { count: shortestPassword })}
            error={tooShort ? t('first.passwordShort', { count: shortestPassword - password.length }) : null}
            required
          />
          {exchange.error !== null && <ProblemNote error={exchange.error} />}
          <Button look="primary" type="submit" isPending={exchange.isPending} isDisabled={!ready}>
            {t('first.submit')}
          </Button>
        </form>
      )}
    </Front>
  );
}
