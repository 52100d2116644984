import { useMutation } from '@tanstack/react-query';
import type { Me } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useAcceptMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

export function LoginForm({ email: known = '', onDone }: { email?: string; onDone: (me: Me) => void }) {
  const { t } = useI18n();
  const accept = useAcceptMe();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: () => call('login', { body: { email: email.trim(), password } }),
    onSuccess: (me) => {
      accept(me);
      onDone(me);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={t('login.email')}
        type="email"
        value={email}
        onChange={setEmail}
        autoComplete="username"
        autoFocus={known === ''}
        required
      />
      <TextField
        label={t('login.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus={known !== ''}
        required
      />
      {login.error !== null && <ProblemNote error={login.error} />}
      <Button look="primary" type="submit" isPending={login.isPending}>
        {t('login.submit')}
      </Button>
    </form>
  );
}
