import { WellhouseProvider } from '@wellhouse/client-ui';
import { useCallback, useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Icon } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { fallbackName, NamesContext } from '../state/names.ts';
import type { Settings } from '../state/settings.ts';
import { useAccounts, useGroups, useSession, useSessionState } from '../state/use-session.ts';
import { ConversationList } from './ConversationList.tsx';
import { ConversationPane } from './ConversationPane.tsx';
import { NewGroup } from './NewGroup.tsx';
import { Report, type ReportRequest } from './Report.tsx';
import { Reports } from './Reports.tsx';
import { SettingsSheet } from './SettingsSheet.tsx';
import { StandingBanner } from './StandingBanner.tsx';

type Sheet = 'new-group' | 'reports' | 'settings' | null;

/** The whole of the signed-in page: conversations beside the open one, and the dialogs over both. */
export function Messenger({ settings, onSettings }: { settings: Settings; onSettings: (settings: Settings) => void }) {
  const t = useTranslate();
  const { device, wellhouse, config } = useSession();
  const groups = useGroups();
  const state = useSessionState();
  const { accounts, refresh } = useAccounts();
  const [open, setOpen] = useState<string | null>(null);
  const [sheet, setSheet] = useState<Sheet>(null);
  const [report, setReport] = useState<ReportRequest | null>(null);
  const close = useCallback(() => setSheet(null), []);
  const names = useMemo(() => new Map(accounts.map((account) => [account.accountId, account.name])), [accounts]);
  const nameOf = useCallback((accountId: string) => names.get(accountId) ?? fallbackName(accountId), [names]);
  const startGroup = () => {
    refresh();
    setSheet('new-group');
  };
  const current = groups?.find((group) => group.groupId === open) ?? null;

  return (
    <NamesContext value={nameOf}>
      <WellhouseProvider
        wellhouse={wellhouse}
        locale={settings.language}
        audience={settings.audience}
        theme={settings.theme}
      >
        <div className="messenger" data-open={current !== null || undefined}>
          <aside className="side" aria-label={t('list')}>
            <header className="side-head">
              <Avatar id={device.name.toLowerCase()} name={device.name} />
              <strong className="side-name">{device.name}</strong>
              <IconButton icon="shield" label={t('reports.title')} onPress={() => setSheet('reports')} />
              <IconButton icon="settings" label={t('settings.title')} onPress={() => setSheet('settings')} />
            </header>
            <ConversationList groups={groups ?? []} open={open} onOpen={setOpen} />
            <footer className="side-foot">
              <Button className="button wide" onPress={startGroup}>
                <Icon name="add" />
                {t('groups.new')}
              </Button>
            </footer>
          </aside>
          <main className="pane">
            <h1 className="visually-hidden">{t('app.name')}</h1>
            {state !== 'connected' && (
              <p className="strip" role="status">
                {t(state === 'offline' ? 'app.connecting' : 'app.waiting')}
              </p>
            )}
            <StandingBanner />
            {current === null ? (
              <div className="pane-empty">
                <Icon name="lock" />
                {groups?.length === 0 && config.suggestedNames.length > 0 ? (
                  <Button className="button primary" onPress={startGroup}>
                    {t('groups.demo')}
                  </Button>
                ) : (
                  <p>{t(groups?.length === 0 ? 'conversation.encrypted' : 'groups.choose')}</p>
                )}
              </div>
            ) : (
              <ConversationPane
                key={current.groupId}
                groupId={current.groupId}
                onBack={() => setOpen(null)}
                onReport={setReport}
              />
            )}
          </main>
        </div>
        {sheet === 'new-group' && (
          <NewGroup
            accounts={accounts}
            onRefresh={refresh}
            onClose={close}
            onCreated={(groupId) => {
              setSheet(null);
              setOpen(groupId);
            }}
          />
        )}
        {sheet === 'reports' && <Reports onClose={close} />}
        {sheet === 'settings' && <SettingsSheet settings={settings} onChange={onSettings} onClose={close} />}
        {report !== null && (
          <Report
            request={report}
            onClose={() => setReport(null)}
            onShowReports={() => {
              setReport(null);
              setSheet('reports');
            }}
          />
        )}
      </WellhouseProvider>
    </NamesContext>
  );
}
