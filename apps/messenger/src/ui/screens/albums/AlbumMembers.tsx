import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Album } from '../../../wire-albums.ts';
import { useTranslate } from '../../i18n/messages.ts';
import { Avatar } from '../../parts/Avatar.tsx';
import { explainNow } from '../../parts/errors.ts';
import { Icon } from '../../parts/Icon.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { useNames } from '../../state/names.ts';
import { useAccounts, useSession } from '../../state/use-session.ts';

/** Who sees the album. Its owner adds people and takes them out; everyone may leave. */
export function AlbumMembers({ album, onClose }: { album: Album; onClose: () => void }) {
  const t = useTranslate();
  const nameOf = useNames();
  const { device } = useSession();
  const { accounts } = useAccounts();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const isOwner = album.ownerId === device.accountId;
  const addable = accounts.filter((account) => !album.members.includes(account.accountId));

  async function change(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(null);
    await work().catch((error: unknown) => setProblem(explainNow(error, t)));
    setBusy(false);
  }

  return (
    <Sheet title={t('members.title')} onClose={onClose}>
      <ul className="people">
        {album.members.map((accountId) => {
          const name = nameOf(accountId);
          const self = accountId === device.accountId;
          return (
            <li key={accountId} className="person">
              <Avatar id={accountId.split('@')[0] ?? ''} name={name} />
              <span className="person-name">
                <bdi>{name}</bdi>
                {self && <span className="fine-print"> ({t('members.you')})</span>}
                {accountId === album.ownerId && <span className="pill">{t('albumMembers.owner')}</span>}
              </span>
              {isOwner && !self && (
                <IconButton
                  icon="close"
                  label={t('albumMembers.remove', { name })}
                  isDisabled={busy}
                  onPress={() => void change(() => device.albums.removeMember(album.albumId, accountId))}
                />
              )}
            </li>
          );
        })}
      </ul>
      {isOwner && (
        <section className="form-part" aria-label={t('members.add')}>
          <h3>{t('members.add')}</h3>
          {addable.length === 0 && <p className="fine-print">{t('members.nobodyToAdd')}</p>}
          {addable.map((account) => (
            <Button
              key={account.accountId}
              className="button wide start"
              isDisabled={busy}
              onPress={() => void change(() => device.albums.addMember(album.albumId, account.accountId))}
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
      {leaving ? (
        <div className="sure" role="alert">
          <p>
            {album.members.length === 1
              ? t('albumMembers.leave.last', { title: album.title })
              : t('albumMembers.leave.sure', { title: album.title })}
          </p>
          <div className="form-foot">
            <Button className="button" onPress={() => setLeaving(false)}>
              {t('cancel')}
            </Button>
            <Button
              className="button primary"
              isDisabled={busy}
              onPress={() =>
                void change(async () => {
                  await device.albums.leave(album.albumId);
                  onClose();
                })
              }
            >
              {t('albumMembers.leave')}
            </Button>
          </div>
        </div>
      ) : (
        <div className="form-foot">
          <Button className="button quiet" onPress={() => setLeaving(true)}>
            <Icon name="leave" />
            {t('albumMembers.leave')}
          </Button>
        </div>
      )}
    </Sheet>
  );
}
