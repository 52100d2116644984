import type { Account } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { createPasskey, passkeysSupported } from '../../api/passkey.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { PasskeyProblem } from '../login/PasskeyButton.tsx';
import { useAccountChange } from './use-account-change.ts';

type Passkey = Account['passkeys'][number];

export function PasskeysPanel({ account, onAdded }: { account: Account; onAdded?: () => void }) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const add = useAccountChange(
    async () => {
      const challenge = await call('beginPasskey');
      const response = await createPasskey(challenge);
      const body = { challengeId: challenge.challengeId, name: name.trim(), response };
      return call('addPasskey', { body });
    },
    () => {
      setName('');
      onAdded?.();
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  const possible = account.canAddPasskey && passkeysSupported();
  return (
    <section className="card account-panel" aria-labelledby="account-passkeys">
      <h2 id="account-passkeys">{t('account.passkeys')}</h2>
      <p className="muted">{t('account.passkeysText')}</p>
      {account.passkeys.length > 0 && (
        <ul className="account-list">
          {account.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.passkeyId} passkey={passkey} />
          ))}
        </ul>
      )}
      {possible ? (
        <form className="account-form" onSubmit={submit}>
          <TextField
            label={t('account.passkeyName')}
            value={name}
            onChange={setName}
            hint={t('account.passkeyNameHint')}
          />
          <Button icon="key" type="submit" isDisabled={name.trim() === ''} isPending={add.isPending}>
            {t('account.addPasskey')}
          </Button>
        </form>
      ) : (
        <p className="hint">{t('account.noPasskeysHere')}</p>
      )}
      {add.error !== null && <PasskeyProblem error={add.error} />}
    </section>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { t, dateTime } = useI18n();
  const [doing, setDoing] = useState<'nothing' | 'rename' | 'remove'>('nothing');
  const [name, setName] = useState(passkey.name);
  const params = { passkeyId: passkey.passkeyId };
  const stop = (): void => setDoing('nothing');
  const rename = useAccountChange(() => call('renamePasskey', { params, body: { name: name.trim() } }), stop);
  const remove = useAccountChange(() => call('removePasskey', { params }), stop);
  const error = rename.error ?? remove.error;
  const used =
    passkey.lastUsedAt === null ? t('account.neverUsed') : t('account.used', { at: dateTime(passkey.lastUsedAt) });
  return (
    <li>
      {doing === 'rename' ? (
        <form
          className="account-form"
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate();
          }}
        >
          <TextField label={t('account.passkeyName')} value={name} onChange={setName} autoFocus required />
          <Button type="submit" look="primary" isPending={rename.isPending} isDisabled={name.trim() === ''}>
            {t('account.save')}
          </Button>
          <Button onPress={stop}>{t('common.cancel')}</Button>
        </form>
      ) : (
        <>
          <div>
            <bdi className="account-item">{passkey.name}</bdi>
            <span className="muted account-facts">
              {t('account.added', { at: dateTime(passkey.createdAt) })} · {used}
              {passkey.synced && ` · ${t('account.synced')}`}
            </span>
          </div>
          <div className="button-row">
            {doing === 'remove' ? (
              <>
                <span className="hint">{t('account.removeSure')}</span>
                <Button look="danger" autoFocus isPending={remove.isPending} onPress={() => remove.mutate()}>
                  {t('account.remove')}
                </Button>
                <Button onPress={stop}>{t('common.cancel')}</Button>
              </>
            ) : (
              <>
                <Button
                  look="plain"
                  aria-label={t('account.renameWho', { name: passkey.name })}
                  onPress={() => setDoing('rename')}
                >
                  {t('account.rename')}
                </Button>
                <Button
                  look="plain"
                  aria-label={t('account.removeWho', { name: passkey.name })}
                  onPress={() => setDoing('remove')}
                >
                  {t('account.remove')}
                </Button>
              </>
            )}
          </div>
        </>
      )}
      {error !== null && <ProblemNote error={error} />}
    </li>
  );
}
