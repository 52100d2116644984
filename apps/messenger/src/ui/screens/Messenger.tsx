import { type FamilyChange, type FamilyLink, isMinor } from '@wellhouse/client';
import { FamilyNotice, WellhouseProvider, YoungProvider } from '@wellhouse/client-ui';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { explain } from '../parts/errors.ts';
import { Icon } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { fallbackName, NamesContext } from '../state/names.ts';
import { classifyPicture, loadPictureClassifier } from '../state/picture-classifier.ts';
import type { Settings } from '../state/settings.ts';
import { useAlbums } from '../state/use-albums.ts';
import {
  useAccountState,
  useAccounts,
  useGroups,
  useSession,
  useSessionState,
  useUnreadNotes,
} from '../state/use-session.ts';
import { AlbumList } from './albums/AlbumList.tsx';
import { AlbumPane } from './albums/AlbumPane.tsx';
import { NewAlbum } from './albums/NewAlbum.tsx';
import { ConversationList } from './ConversationList.tsx';
import { ConversationPane } from './ConversationPane.tsx';
import { FirstMessage } from './FirstMessage.tsx';
import { NewGroup } from './NewGroup.tsx';
import { Noticed } from './Noticed.tsx';
import { Report, type ReportRequest } from './Report.tsx';
import { Reports } from './Reports.tsx';
import { SettingsSheet } from './SettingsSheet.tsx';
import { StandingBanner } from './StandingBanner.tsx';

const noLinks: readonly FamilyLink[] = [];
type Sheet = 'new-group' | 'new-album' | 'reports' | 'settings' | 'noticed' | null;
type Open = { kind: 'group' | 'album'; id: string } | null;

/** The whole of the signed-in page: conversations and albums beside the open one, and the dialogs over both. */
export function Messenger({ settings, onSettings }: { settings: Settings; onSettings: (settings: Settings) => void }) {
  const t = useTranslate();
  const { device, wellhouse, config } = useSession();
  const groups = useGroups();
  const albums = useAlbums();
  const state = useSessionState();
  const unread = useUnreadNotes();
  const { accounts, refresh } = useAccounts();
  const account = useAccountState();
  // until the service has said it nothing is taken for granted: everything stays covered
  const band = account?.ageBand ?? null;
  const [open, setOpen] = useState<Open>(null);
  /** What the person is about to write to somebody they trust, until they go elsewhere; `nth` begins it anew. */
  const [words, setWords] = useState<{ groupId: string; text: string; nth: number } | null>(null);
  const times = useRef(0);
  /** The same, where there is no conversation with them: it is made when something is sent, and nobody knows before. */
  const [first, setFirst] = useState<{ to: string; text: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [sheet, setSheet] = useState<Sheet>(null);
  const [report, setReport] = useState<ReportRequest | null>(null);
  const close = useCallback(() => setSheet(null), []);
  const names = useMemo(() => new Map(accounts.map((account) => [account.accountId, account.name])), [accounts]);
  const nameOf = useCallback((accountId: string) => names.get(accountId) ?? fallbackName(accountId), [names]);
  // who came to the service after this page was opened has a name too; asked for once
  const strangers = useRef(new Set<string>());
  useEffect(() => {
    const unknown = (groups ?? []).flatMap(({ members }) => members).filter((one) => !names.has(one));
    if (names.size === 0 || unknown.every((one) => strangers.current.has(one))) return;
    for (const one of unknown) strangers.current.add(one);
    refresh();
  }, [groups, names, refresh]);
  const start = (what: 'new-group' | 'new-album' | 'settings') => {
    refresh();
    setSheet(what);
  };
  const show = useCallback((next: Open) => {
    setFirst(null);
    setWords((current) => (next?.kind === 'group' && next.id === current?.groupId ? current : null));
    setOpen(next);
  }, []);
  const openGroup = useCallback((id: string) => show({ kind: 'group', id }), [show]);
  const openAlbum = useCallback((id: string) => show({ kind: 'album', id }), [show]);
  // whom this person shares a group with, and not everybody there is
  const people = useMemo(() => {
    const met = new Set(
      (groups ?? []).filter(({ membership }) => membership === 'member').flatMap((one) => one.members),
    );
    met.delete(device.accountId);
    return [...met].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  }, [groups, device, nameOf]);
  const messageTrusted = useCallback(
    async (accountId: string, text: string) => {
      setProblem(null);
      const pair = (await device.groups()).find(
        ({ members, membership }) =>
          membership === 'member' &&
          members.length === 2 &&
          members.includes(accountId) &&
          members.includes(device.accountId),
      );
      if (pair === undefined) return setFirst({ to: accountId, text });
      openGroup(pair.groupId);
      times.current += 1;
      setWords({ groupId: pair.groupId, text, nth: times.current });
    },
    [device, openGroup],
  );
  const onMessageTrusted = useCallback(
    (accountId: string, text: string) => {
      messageTrusted(accountId, text).catch((error: unknown) => setProblem(explain(error, t, nameOf)));
    },
    [messageTrusted, t, nameOf],
  );
  const onFamilyChange = useCallback(
    (linkId: string, change: FamilyChange) => device.changeFamily(linkId, change),
    [device],
  );
  const current = open?.kind === 'group' ? (groups?.find((group) => group.groupId === open.id) ?? null) : null;
  const album = open?.kind === 'album' ? (albums?.find((one) => one.albumId === open.id) ?? null) : null;

  return (
    <NamesContext value={nameOf}>
      <WellhouseProvider
        wellhouse={wellhouse}
        locale={settings.language}
        audience={band !== null && isMinor(band) ? 'child' : settings.audience}
        theme={settings.theme}
      >
        <YoungProvider
          band={band}
          classifyPicture={classifyPicture}
          links={account?.family ?? noLinks}
          people={people}
          names={nameOf}
          onCovers={loadPictureClassifier}
          onMessageTrusted={onMessageTrusted}
          onFamilyChange={onFamilyChange}
        >
          <div className="messenger" data-open={current !== null || album !== null || first !== null || undefined}>
            <aside className="side" aria-label={t('lists')}>
              <header className="side-head">
                <Avatar id={device.name.toLowerCase()} name={device.name} />
                <strong className="side-name">{device.name}</strong>
                <IconButton
                  icon="shield"
                  label={unread === 0 ? t('reports.title') : t('reports.unread', { count: unread })}
                  count={unread}
                  onPress={() => setSheet('reports')}
                />
                <IconButton icon="settings" label={t('settings.title')} onPress={() => start('settings')} />
              </header>
              <div className="lists">
                <h2 className="lists-title">{t('list')}</h2>
                <ConversationList groups={groups ?? []} open={current?.groupId ?? null} onOpen={openGroup} />
                {albums !== undefined && albums.length > 0 && (
                  <>
                    <h2 className="lists-title">{t('albums.title')}</h2>
                    <AlbumList albums={albums} open={album?.albumId ?? null} onOpen={openAlbum} />
                  </>
                )}
              </div>
              <footer className="side-foot">
                <Button className="button" onPress={() => start('new-group')}>
                  <Icon name="add" />
                  {t('groups.new')}
                </Button>
                <Button className="button" onPress={() => start('new-album')}>
                  <Icon name="picture" />
                  {t('albums.new')}
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
              {problem !== null && (
                <p className="strip" role="alert">
                  {problem}
                </p>
              )}
              <StandingBanner />
              <FamilyNotice />
              {first !== null ? (
                <FirstMessage
                  key={first.to}
                  to={first.to}
                  words={first.text}
                  onBack={() => setFirst(null)}
                  onSent={openGroup}
                />
              ) : album !== null ? (
                <AlbumPane key={album.albumId} album={album} onBack={() => show(null)} />
              ) : current === null ? (
                <div className="pane-empty">
                  <Icon name="lock" />
                  {groups?.length === 0 && config.suggestedNames.length > 0 ? (
                    <Button className="button primary" onPress={() => start('new-group')}>
                      {t('groups.demo')}
                    </Button>
                  ) : (
                    <p>{t(groups?.length === 0 ? 'conversation.encrypted' : 'groups.choose')}</p>
                  )}
                </div>
              ) : (
                <ConversationPane
                  key={`${current.groupId} ${words?.groupId === current.groupId ? words.nth : ''}`}
                  groupId={current.groupId}
                  words={words?.groupId === current.groupId ? words.text : ''}
                  onBack={() => show(null)}
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
                openGroup(groupId);
              }}
            />
          )}
          {sheet === 'new-album' && (
            <NewAlbum
              accounts={accounts}
              onClose={close}
              onCreated={(albumId) => {
                setSheet(null);
                openAlbum(albumId);
              }}
            />
          )}
          {sheet === 'reports' && <Reports onClose={close} />}
          {sheet === 'settings' && (
            <SettingsSheet
              settings={settings}
              onChange={onSettings}
              onShowNoticed={() => setSheet('noticed')}
              onClose={close}
            />
          )}
          {sheet === 'noticed' && <Noticed onClose={close} />}
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
        </YoungProvider>
      </WellhouseProvider>
    </NamesContext>
  );
}
