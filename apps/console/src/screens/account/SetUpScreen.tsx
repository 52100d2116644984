import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { logOut } from '../../api/log-out.ts';
import { meQuery } from '../../api/queries.ts';
import { accountQuery } from '../../api/staff-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { Front } from '../login/Front.tsx';
import { AppPanel } from './AppPanel.tsx';
import { PasskeysPanel } from './PasskeysPanel.tsx';

/** Before anything else: a member without a second factor sets one up here. */
export function SetUpScreen() {
  const { t } = useI18n();
  const client = useQueryClient();
  const query = useQuery(accountQuery);
  const [leaving, setLeaving] = useState(false);
  const account = query.data;
  const enter = (): void => void client.invalidateQueries({ queryKey: meQuery.queryKey });
  return (
    <Front title={t('setup.title')} lead={t('setup.lead')}>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting lines={3} />}
      {account !== undefined && (
        <div className="stack">
          {account.canAddPasskey && <PasskeysPanel account={account} onAdded={enter} />}
          <AppPanel account={account} onAdded={enter} />
        </div>
      )}
      <Button
        look="plain"
        icon="logout"
        isPending={leaving}
        onPress={() => {
          setLeaving(true);
          void logOut();
        }}
      >
        {t('action.logout')}
      </Button>
    </Front>
  );
}
