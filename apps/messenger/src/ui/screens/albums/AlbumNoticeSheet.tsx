import type { AlbumNotice } from '@wellhouse/protocol';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslate } from '../../i18n/messages.ts';
import { explainNow } from '../../parts/errors.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { regionName } from '../../state/regions.ts';

function Checked({ notice, title }: { notice: AlbumNotice; title: string }) {
  const t = useTranslate();
  return (
    <>
      <p>{t('albumNotice.on', { title })}</p>
      <h3>{t('albumNotice.lists')}</h3>
      <ul className="notice-lists">
        {notice.lists.map((list) => (
          <li key={list.listId}>
            <strong dir="auto">{list.title}</strong>
            <span dir="auto">{list.purpose}</span>
            {list.onTrial && <span className="fine-print">{t('albumNotice.trial')}</span>}
          </li>
        ))}
      </ul>
      <p className="notice-point">
        <Icon name="people" />
        <span>
          {t('albumNotice.person')} {t('albumNotice.readers')} <span dir="auto">{notice.readers}</span>
        </span>
      </p>
    </>
  );
}

function NotChecked({ notice, title }: { notice: AlbumNotice; title: string }) {
  const t = useTranslate();
  return (
    <>
      <p>{t('albumNotice.off', { title, region: regionName(notice.region, t) })}</p>
      {notice.why !== null && (
        <dl className="notice-why">
          <dt>{t('standing.why')}</dt>
          <dd dir="auto">{notice.why}</dd>
        </dl>
      )}
    </>
  );
}

/**
 * What is checked in this album, against what, and who decides; or that nothing is, and why. `onConfirm` goes on with adding
 * pictures, for whoever has not read it before.
 */
export function AlbumNoticeSheet(props: {
  notice: AlbumNotice | null;
  title: string;
  onClose: () => void;
  onAgain: () => void;
  onConfirm: (() => Promise<void>) | null;
}) {
  const { notice, onConfirm } = props;
  const t = useTranslate();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async (work: () => Promise<void>) => {
    setBusy(true);
    await work().catch((error: unknown) => {
      setProblem(explainNow(error, t));
      setBusy(false);
    });
  };
  return (
    <Sheet title={t('albumNotice.title')} onClose={props.onClose}>
      <div className="album-notice-body">
        {notice === null ? (
          <p role="alert">{t('albumNotice.missing')}</p>
        ) : (
          <>
            {notice.checked ? (
              <Checked notice={notice} title={props.title} />
            ) : (
              <NotChecked notice={notice} title={props.title} />
            )}
            <p className="notice-point">
              <Icon name="lock" />
              <span>{t('albumNotice.private')}</span>
            </p>
            <p className="fine-print">
              {t('albumNotice.service')} {t('albumNotice.others')}
            </p>
            {notice.checked && (
              <dl className="notice-why">
                <dt>{t('albumNotice.appeal')}</dt>
                <dd dir="auto">{notice.appeals}</dd>
              </dl>
            )}
          </>
        )}
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <div className="form-foot">
        <Button className="button" onPress={props.onClose}>
          {t(onConfirm === null || notice === null ? 'close' : 'cancel')}
        </Button>
        {notice === null && (
          <Button className="button primary" onPress={props.onAgain}>
            {t('app.retry')}
          </Button>
        )}
        {notice !== null && onConfirm !== null && (
          <Button className="button primary" isDisabled={busy} onPress={() => void confirm(onConfirm)}>
            {t('albumNotice.confirm')}
          </Button>
        )}
      </div>
    </Sheet>
  );
}
