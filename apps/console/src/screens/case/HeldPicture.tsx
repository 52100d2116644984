import type { ShownPart } from '@wellhouse/protocol';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import type { OpenEvidence } from './use-evidence.ts';

type Attachment = Extract<ShownPart, { type: 'attachment' }>;

/**
 * A picture that is seen only while a finger, a mouse button, Space or Enter is held down. Covered, it is not in the
 * page at all. Whatever interrupts (release, leaving, another window, a hidden page) covers it again.
 */
export function HeldPicture({
  part,
  attachmentId,
  evidence,
}: {
  part: Attachment;
  attachmentId: string;
  evidence: OpenEvidence;
}) {
  const { t, bytes } = useI18n();
  const hintId = useId();
  const [held, setHeld] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const loading = useRef(false);

  const uncover = (): void => {
    setHeld(true);
    if (url !== null || loading.current) return;
    loading.current = true;
    evidence.pictures
      .load(attachmentId)
      .then((loaded) => {
        setUrl(loaded);
        setError(null);
      }, setError)
      .finally(() => {
        loading.current = false;
      });
  };
  const cover = (): void => {
    setHeld(false);
    evidence.timer.cover(attachmentId);
  };

  useEffect(() => {
    const coverNow = (): void => {
      setHeld(false);
      evidence.timer.cover(attachmentId);
    };
    window.addEventListener('blur', coverNow);
    document.addEventListener('visibilitychange', coverNow);
    return () => {
      window.removeEventListener('blur', coverNow);
      document.removeEventListener('visibilitychange', coverNow);
      coverNow();
    };
  }, [evidence, attachmentId]);

  const holds = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';
  const shown = held && url !== null;
  const size = part.width !== null && part.height !== null ? { aspectRatio: `${part.width} / ${part.height}` } : {};
  return (
    <div className="picture">
      <button
        type="button"
        className="picture-cover"
        data-held={held}
        data-picture
        aria-describedby={hintId}
        style={size}
        onPointerDown={(event: PointerEvent) => event.button === 0 && uncover()}
        onPointerUp={cover}
        onPointerCancel={cover}
        onPointerLeave={cover}
        onKeyDown={(event) => {
          if (!holds(event)) {
            if (event.key === 'Escape') cover();
            return;
          }
          event.preventDefault();
          if (!event.repeat) uncover();
        }}
        onKeyUp={(event) => holds(event) && cover()}
        onBlur={cover}
        onContextMenu={(event) => event.preventDefault()}
      >
        {shown ? (
          <img
            src={url}
            alt={t('media.alt', { name: part.name })}
            draggable={false}
            onLoad={() => evidence.timer.uncover(attachmentId)}
          />
        ) : (
          <span className="picture-face">
            <Icon name={held ? 'picture' : 'covered'} />
            <span className="visually-hidden">{t('media.covered', { name: part.name })}</span>
            <span className="picture-hint">{held ? t('common.loading') : t('media.hold')}</span>
          </span>
        )}
      </button>
      <p className="picture-facts">
        <bdi>{part.name}</bdi>
        <span>
          <bdi>{part.mediaType}</bdi> · {bytes(part.size)}
          {part.width !== null && part.height !== null && (
            <>
              {' · '}
              <bdi dir="ltr">
                {part.width} × {part.height}
              </bdi>
            </>
          )}
        </span>
      </p>
      <span id={hintId} className="visually-hidden">
        {t('media.how')}
      </span>
      {error !== null && <ProblemNote error={error} title={t('media.failed')} />}
    </div>
  );
}
