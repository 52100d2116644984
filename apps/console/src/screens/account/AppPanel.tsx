import { useMutation } from '@tanstack/react-query';
import type { Account } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { QrCode } from './QrCode.tsx';
import { useAccountChange } from './use-account-change.ts';

export function AppPanel({ account, onAdded }: { account: Account; onAdded?: () => void }) {
  const { t, dateTime } = useI18n();
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => call('beginTotp') });
  const add = useAccountChange(
    () => call('addTotp', { body: { code: code.trim() } }),
    () => {
      begin.reset();
      setCode('');
      onAdded?.();
    },
  );
  const remove = useAccountChange(() => call('removeTotp'));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  const error = begin.error ?? add.error ?? remove.error;
  return (
    <section className="card account-panel" aria-labelledby="account-app">
      <h2 id="account-app">{t('account.totp')}</h2>
      <p className="muted">{t('account.totpText')}</p>
      {account.totp !== null && <p>{t('account.totpOn', { at: dateTime(account.totp.createdAt) })}</p>}
      {begin.data === undefined ? (
        <div className="button-row">
          <Button isDisabled={begin.isPending} onPress={() => begin.mutate()}>
            {t(account.totp === null ? 'account.totpAdd' : 'account.totpReplace')}
          </Button>
          {account.totp !== null && (
            <Button look="plain" isPending={remove.isPending} onPress={() => remove.mutate()}>
              {t('account.totpRemove')}
            </Button>
          )}
        </div>
      ) : (
        <form className="stack" onSubmit={submit}>
          <p>{t('account.totpScan')}</p>
          <QrCode text={begin.data.uri} label={t('account.totpQr')} />
          <p>
            {t('account.totpSecret')}:{' '}
            <code className="secret" dir="ltr">
              {begin.data.secret.replace(/.{4}(?=.)/g, '$& ')}
            </code>
          </p>
          <TextField
            label={t('account.totpCode')}
            value={code}
            onChange={setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            required
          />
          <div className="button-row">
            <Button look="primary" type="submit" isDisabled={!/^\d{6}$/.test(code.trim())} isPending={add.isPending}>
              {t('account.confirm')}
            </Button>
            <Button onPress={() => begin.reset()}>{t('common.cancel')}</Button>
          </div>
        </form>
      )}
      {error !== null && <ProblemNote error={error} />}
    </section>
  );
}
