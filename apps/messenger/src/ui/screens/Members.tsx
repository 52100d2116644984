import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Conversation } from '../../device/device.ts';
import { formatDate, useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { explain } from '../parts/errors.ts';
import { Icon } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { useNames } from '../state/names.ts';
import { useAccounts, useBlocked, useSession } from '../state/use-session.ts';
import type { ReportRequest } from './Report.tsx';

export function Members(props: {
  group: Conversation['group'];
  onClose: () => void;
  onReport: (request: ReportRequest) => void;
}) {
  const { group, onClose, onReport } = props;
  const t = useTranslate();
  const nameOf = useNames();
  const { device, wellhouse } = useSession();
  const blocked = useBlocked();
  const { accounts } = useAccounts();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const active = group.membership === 'member';
  const addable = accounts.filter((account) => account.ready && !group.members.includes(account.accountId));

  async function change(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(null);
    await work().catch((error: unknown) => setProblem(explain(error, t, nameOf)));
    setBusy(false);
  }
  function report(request: ReportRequest): void {
    onClose();
    onReport(request);
  }

  return (
    <Sheet title={t('members.title')} onClose={onClose}>
      <ul className="people">
        {group.members.map((accountId) => {
          const name = nameOf(accountId);
          const self = accountId === device.accountId;
          const isMuted = group.muted?.includes(accountId) ?? false;
          const mutedSince = isMuted ? group.mutedSince?.[accountId] : undefined;
          return (
            <li key={accountId} className="person">
              <Avatar id={accountId.split('@')[0] ?? ''} name={name} />
              <span className="person-name">
                {name}
                {self && <span className="fine-print"> ({t('members.you')})</span>}
                {blocked.has(accountId) && <span className="pill">{t('members.blocked')}</span>}
                {isMuted && <span className="pill">{t('members.muted')}</span>}
                {mutedSince !== undefined && (
                  <span className="fine-print person-note">
                    {t('members.muted.since', { date: formatDate(t.language, mutedSince) })}
                  </span>
                )}
              </span>
              {!self && (
                <MenuTrigger>
                  <IconButton icon="more" label={t('members.menu', { name })} />
                  <Popover className="menu" placement="bottom end">
                    <Menu>
                      <MenuItem
                        className="menu-item"
                        data-tone="danger"
                        onAction={() => report({ groupId: group.groupId, target: { kind: 'account', accountId } })}
                      >
                        <Icon name="flag" />
                        {t('members.report')}
                      </MenuItem>
                      <MenuItem
                        className="menu-item"
                        onAction={() =>
                          void (blocked.has(accountId) ? wellhouse.unblock(accountId) : wellhouse.block(accountId))
                        }
                      >
                        <Icon name="block" />
                        {t(blocked.has(accountId) ? 'members.unblock' : 'members.block')}
                      </MenuItem>
                      <MenuItem
                        className="menu-item"
                        onAction={() => void change(() => device.setMuted(group.groupId, accountId, !isMuted))}
                      >
                        <Icon name="mute" />
                        {t(isMuted ? 'members.unmute' : 'members.mute')}
                      </MenuItem>
                      {active && (
                        <MenuItem
                          className="menu-item"
                          onAction={() => void change(() => device.removeMember(group.groupId, accountId))}
                        >
                          <Icon name="leave" />
                          {t('members.remove')}
                        </MenuItem>
                      )}
                    </Menu>
                  </Popover>
                </MenuTrigger>
              )}
            </li>
          );
        })}
      </ul>
      {active && (
        <section className="form-part" aria-label={t('members.add')}>
          <h3>{t('members.add')}</h3>
          {addable.length === 0 && <p className="fine-print">{t('members.nobodyToAdd')}</p>}
          {addable.map((account) => (
            <Button
              key={account.accountId}
              className="button wide start"
              isDisabled={busy}
              onPress={() => void change(() => device.addMember(group.groupId, account.accountId))}
            >
              <Icon name="add" />
              {t('members.addOne', { name: account.name })}
            </Button>
          ))}
        </section>
      )}
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="form-foot spread">
        <Button
          className="button quiet danger"
          onPress={() => report({ groupId: group.groupId, target: { kind: 'group' } })}
        >
          <Icon name="flag" />
          {t('members.reportGroup')}
        </Button>
        {active && !leaving && (
          <Button className="button quiet" onPress={() => setLeaving(true)}>
            <Icon name="leave" />
            {t('members.leave')}
          </Button>
        )}
      </div>
      {leaving && (
        <div className="sure" role="alert">
          <p>{t('members.leave.sure', { name: group.name })}</p>
          <div className="form-foot">
            <Button className="button" onPress={() => setLeaving(false)}>
              {t('cancel')}
            </Button>
            <Button
              className="button primary"
              isDisabled={busy}
              onPress={() =>
                void change(async () => {
                  await device.leave(group.groupId);
                  onClose();
                })
              }
            >
              {t('members.leave')}
            </Button>
          </div>
        </div>
      )}
    </Sheet>
  );
}
