import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Account } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';

const shortestPassword = 12;

export function PasswordPanel({ account }: { account: Account }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => call('changePassword', { body: { password, next } }),
    onSuccess: () => {
      setPassword('');
      setNext('');
      return client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  if (!account.hasPassword && account.sso === null) return null;
  const tooShort = next !== '' && next.length < shortestPassword;
  return (
    <section className="card account-panel" aria-labelledby="account-password">
      <h2 id="account-password">{t('account.password')}</h2>
      {account.sso !== null && <p>{t('account.sso', { name: account.sso.name })}</p>}
      {account.hasPassword && (
        <form className="stack" onSubmit={submit}>
          <TextField
            label={t('account.passwordNow')}
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
          />
          <TextField
            label={t('account.passwordNext')}
            type="password"
            value={next}
            onChange={setNext}
            autoComplete="new-password"
            hint={t('first.passwordHint', { count: shortestPassword })}
            error={tooShort ? t('first.passwordShort', { count: shortestPassword - next.length }) : null}
          />
          {change.error !== null && <ProblemNote error={change.error} />}
          {change.isSuccess && (
            <Note tone="good">
              <p>{t('account.passwordDone')}</p>
            </Note>
          )}
          <div className="button-row">
            <Button
              type="submit"
              isPending={change.isPending}
              isDisabled={password === '' || next.length < shortestPassword}
            >
              {t('account.passwordChange')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
