import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Account } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { accountQuery } from '../../api/staff-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';

/** Codes stand in for the app; a member without an app has no use for them. */
export function RecoveryPanel({ account }: { account: Account }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [copied, setCopied] = useState(false);
  const renew = useMutation({
    mutationFn: () => call('renewRecoveryCodes'),
    onSuccess: () => {
      setCopied(false);
      return client.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  const codes = renew.data?.codes;
  return (
    <section className="card account-panel" aria-labelledby="account-recovery">
      <h2 id="account-recovery">{t('account.recovery')}</h2>
      <p className="muted">{t('account.recoveryText')}</p>
      <p>{t('account.recoveryLeft', { count: account.recoveryCodesLeft })}</p>
      {codes !== undefined && (
        <>
          <Note tone="info">
            <p>{t('account.recoveryOnce')}</p>
          </Note>
          <ul className="recovery-codes" dir="ltr">
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
          <Button
            icon="copy"
            onPress={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}
          >
            {t(copied ? 'team.copied' : 'account.copyCodes')}
          </Button>
        </>
      )}
      <Button isPending={renew.isPending} onPress={() => renew.mutate()}>
        {t('account.recoveryNew')}
      </Button>
      {renew.error !== null && <ProblemNote error={renew.error} />}
    </section>
  );
}
