import { albumLimits } from '@wellhouse/protocol';
import { useRef, useState } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import { formatDateTime, type MessageId, type Translate, useTranslate } from '../../i18n/messages.ts';
import { explainNow } from '../../parts/errors.ts';
import { Icon, type IconName } from '../../parts/Icon.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import type { OwnPicture, OwnState } from '../../state/own-pictures.ts';
import { useFileAddress } from '../../state/use-album-image.ts';
import { useUploadProgress } from '../../state/use-albums.ts';
import { useSession } from '../../state/use-session.ts';

const icons: Readonly<Record<OwnState, IconName>> = {
  sending: 'send',
  elsewhere: 'send',
  checking: 'clock',
  held: 'people',
  removed: 'shield',
  refused: 'block',
};

/** Codes of the safety server and of the delivery service, in words for whoever added the picture. */
const refusals: Readonly<Record<string, MessageId>> = {
  'unknown-format': 'own.refused.notPicture',
  empty: 'own.refused.empty',
  'too-many-bytes': 'own.refused.tooLarge',
  'too-large': 'own.refused.tooLarge',
  'too-many-pixels': 'own.refused.tooManyPixels',
  'video-too-long': 'own.refused.tooLong',
  'digest-mismatch': 'own.refused.damaged',
  'size-mismatch': 'own.refused.damaged',
  'never-came': 'own.refused.neverCame',
  lost: 'own.refused.neverCame',
  'bytes-erased': 'own.refused.neverCame',
  'account-suspended': 'own.refused.account',
  'account-banned': 'own.refused.account',
  'album-full': 'own.refused.full',
  'not-found': 'own.refused.gone',
};

function sizeInWords(language: string, bytes: number): string {
  const mebibytes = Math.round(bytes / 1024 ** 2);
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte' }).format(mebibytes);
}

/** Two sentences at most: what is with the picture, and what that means. */
function wordsOf({ state, why, notice }: OwnPicture, t: Translate): { headline: string; more: string | null } {
  switch (state) {
    case 'sending':
      return { headline: t('own.sending'), more: null };
    case 'elsewhere':
      return { headline: t('own.elsewhere'), more: null };
    case 'checking':
      return { headline: t('own.checking'), more: null };
    case 'held':
      return { headline: t('own.held'), more: t('own.held.more') };
    case 'removed':
      return { headline: t('own.removed'), more: notice === null ? t('own.removed.later') : null };
    case 'refused': {
      const id = refusals[why ?? ''] ?? 'own.refused.other';
      return { headline: t('own.refused'), more: t(id, { size: sizeInWords(t.language, albumLimits.bytes) }) };
    }
    default:
      return state satisfies never;
  }
}

function Sending({ picture, name }: { picture: OwnPicture; name: string }) {
  const t = useTranslate();
  const progress = useUploadProgress(picture.pictureId);
  const size = picture.upload?.bytes.size ?? 0;
  if (progress === undefined) return <p className="fine-print">{t('own.sending')}</p>;
  const value = size === 0 ? 0 : Math.min(100, Math.round((progress.sent / size) * 100));
  return (
    <ProgressBar className="progress" value={value}>
      {({ percentage, valueText }) => (
        <>
          <span className="progress-words">
            <Label>
              {progress.waiting ? t('own.waiting') : t('own.sending')}
              <span className="visually-hidden"> {name}</span>
            </Label>
            <span>{valueText}</span>
          </span>
          <span className="progress-track">
            <span className="progress-done" style={{ inlineSize: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}

function Face({ picture }: { picture: OwnPicture }) {
  const [broken, setBroken] = useState(false);
  // Each reading of the store gives another object for the same file.
  const file = useRef<Blob | null>(null);
  file.current ??= picture.upload?.bytes ?? null;
  const isOnItsWay = picture.state === 'sending' || picture.state === 'checking';
  const address = useFileAddress(isOnItsWay ? file.current : null);
  if (address === null || broken) {
    return (
      <span className="own-face" data-state={picture.state}>
        <Icon name={icons[picture.state]} />
      </span>
    );
  }
  return (
    <span className="own-face">
      <img src={address} alt="" onError={() => setBroken(true)} />
    </span>
  );
}

function Row({ albumId, picture }: { albumId: string; picture: OwnPicture }) {
  const t = useTranslate();
  const { device } = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  const name = picture.upload?.name ?? t('groups.picture');
  const { headline, more } = wordsOf(picture, t);
  const takeOut = () =>
    void device.albums.takeOut(albumId, picture.pictureId).catch((error: unknown) => setProblem(explainNow(error, t)));
  return (
    <li className="own-picture" data-state={picture.state}>
      <Face picture={picture} />
      <div className="own-words">
        {picture.upload !== null && (
          <p className="own-name">
            <bdi>{picture.upload.name}</bdi>
          </p>
        )}
        {picture.state === 'sending' ? (
          <Sending picture={picture} name={name} />
        ) : (
          <div role="status">
            <p className="own-headline">{headline}</p>
            {more !== null && <p className="fine-print">{more}</p>}
          </div>
        )}
        {picture.notice !== null && (
          <dl className="own-notice">
            <dt>{t('standing.why')}</dt>
            <dd dir="auto">{picture.notice.reason}</dd>
            <dt>{t('standing.appeal')}</dt>
            <dd>
              <span dir="auto">{picture.notice.appeal.how}</span>{' '}
              <span className="fine-print">
                ({t('standing.appealUntil', { date: formatDateTime(t.language, picture.notice.appeal.until) })})
              </span>
            </dd>
            <dt>{t('standing.reference')}</dt>
            <dd className="fine-print">{picture.pictureId}</dd>
          </dl>
        )}
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      {picture.state !== 'removed' && (
        <IconButton
          icon={picture.state === 'refused' ? 'close' : 'trash'}
          label={t(picture.state === 'refused' ? 'own.dismiss' : 'own.takeOut', { name })}
          onPress={takeOut}
        />
      )}
    </li>
  );
}

/** Pictures that only their owner knows of: being sent, being checked, being looked at, removed, or not added. */
export function OwnPictures({ albumId, pictures }: { albumId: string; pictures: OwnPicture[] }) {
  const t = useTranslate();
  if (pictures.length === 0) return null;
  return (
    <section className="own-pictures" aria-label={t('own.title')}>
      <h3>
        <Icon name="lock" />
        {t('own.title')}
      </h3>
      <ul>
        {pictures.map((picture) => (
          <Row key={picture.pictureId} albumId={albumId} picture={picture} />
        ))}
      </ul>
    </section>
  );
}
