import { useQuery } from '@tanstack/react-query';
import { accountQuery } from '../../api/staff-queries.ts';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { AppPanel } from './AppPanel.tsx';
import { PasskeysPanel } from './PasskeysPanel.tsx';
import { PasswordPanel } from './PasswordPanel.tsx';
import { RecoveryPanel } from './RecoveryPanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';

export function AccountScreen() {
  const { t } = useI18n();
  const { pseudonym } = useMe();
  const query = useQuery(accountQuery);
  const account = query.data;
  return (
    <div className="page account-page">
      <PageHead title={t('account.title')} lead={t('account.lead')} />
      <p className="muted">{t('account.pseudonym', { name: pseudonym })}</p>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {account !== undefined && (
        <div className="account-panels">
          <PasskeysPanel account={account} />
          <AppPanel account={account} />
          <RecoveryPanel account={account} />
          <PasswordPanel account={account} />
          <SessionsPanel />
        </div>
      )}
    </div>
  );
}
