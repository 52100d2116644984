import { useMutation, useQuery } from '@tanstack/react-query';
import type { Me } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { passkeysSupported } from '../../api/passkey.ts';
import { loginWaysQuery } from '../../api/staff-queries.ts';
import { useAcceptMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { PasskeyButton } from './PasskeyButton.tsx';

/** Every way in: password with its code, passkey, single sign-on. `next`: where single sign-on leads afterwards. */
export function LoginForm({
  email: known = '',
  next = '/',
  onDone,
}: {
  email?: string;
  next?: string;
  onDone: (me: Me) => void;
}) {
  const { t } = useI18n();
  const accept = useAcceptMe();
  const ways = useQuery(loginWaysQuery).data;
  const done = (me: Me): void => {
    accept(me);
    onDone(me);
  };
  const passkey = ways?.passkey === true && passkeysSupported();
  return (
    <div className="stack">
      {ways?.password !== false && <PasswordForm known={known} onDone={done} />}
      {(passkey || ways?.sso != null) && (
        <div className="login-ways">
          {ways?.password !== false && <p className="login-or">{t('login.or')}</p>}
          {passkey && <PasskeyButton onDone={done} />}
          {ways?.sso != null && (
            <a className="button" data-look="quiet" href={`/v1/staff/sso?next=${encodeURIComponent(next)}`}>
              <span className="button-text">{t('login.sso', { name: ways.sso.name })}</span>
            </a>
          )}
        </div>
      )}
    </div>
  );
}

function PasswordForm({ known, onDone }: { known: string; onDone: (me: Me) => void }) {
  const { t } = useI18n();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const login = useMutation({
    mutationFn: () =>
      call('login', { body: { email: email.trim(), password, ...(needsCode && { code: code.trim() }) } }),
    onSuccess: onDone,
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'second-factor-needed') setNeedsCode(true);
      setCode('');
    },
  });
  const asked = login.error instanceof ApiError && login.error.code === 'second-factor-needed';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    login.mutate();
  };
  const forget = (): void => setNeedsCode(false);
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={t('login.email')}
        type="email"
        value={email}
        onChange={(text) => {
          setEmail(text);
          forget();
        }}
        autoComplete="username"
        autoFocus={known === ''}
        required
      />
      <TextField
        label={t('login.password')}
        type="password"
        value={password}
        onChange={(text) => {
          setPassword(text);
          forget();
        }}
        autoComplete="current-password"
        autoFocus={known !== ''}
        required
      />
      {needsCode && (
        <TextField
          label={t('login.code')}
          value={code}
          onChange={setCode}
          hint={t('login.codeHint')}
          autoComplete="one-time-code"
          autoFocus
          required
        />
      )}
      {login.error !== null && !asked && <ProblemNote error={login.error} />}
      <Button look="primary" type="submit" isPending={login.isPending}>
        {t('login.submit')}
      </Button>
    </form>
  );
}
