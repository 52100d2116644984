import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { usePreferences } from '../../preferences/use-preferences.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { CarefulPicture } from '../care/CarefulPicture.tsx';
import { usePreset } from '../care/care-category.ts';
import type { ViewTimer } from './view-timer.ts';

/**
 * A picture that moved no further than this has not been scrolled away: less than one step of a wheel, more than a page
 * moves by itself when something below it grows shorter.
 */
const nearPx = 48;

const topOf = (element: HTMLElement | null): number => element?.getBoundingClientRect().top ?? 0;

export interface HeldPictureProps {
  /** What the picture is called where it cannot be seen. */
  name: string;
  /** Pixels, where they are known. */
  width: number | null;
  height: number | null;
  /** By which the time that it lay uncovered is counted. */
  pictureKey: string;
  timer: ViewTimer;
  /** An object URL of the picture. @throws ApiError */
  load: () => Promise<string>;
  /** What stands beneath it. */
  facts: ReactNode;
}

/**
 * A picture that is seen only while a finger, a mouse button, Space or Enter is held down. Covered, it is not in the
 * page at all. Whatever interrupts (release, leaving, another window, a hidden page) covers it again.
 */
export function HeldPicture({ name, width, height, pictureKey, timer, load, facts }: HeldPictureProps) {
  const { t } = useI18n();
  const preset = usePreset();
  const { greyscale } = usePreferences();
  const hintId = useId();
  const [large, setLarge] = useState(false);
  const [held, setHeld] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const loading = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const heldAt = useRef(0);

  const uncover = (): void => {
    heldAt.current = topOf(button.current);
    setHeld(true);
    if (url !== null || loading.current) return;
    loading.current = true;
    load()
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
    timer.cover(pictureKey);
  };

  useEffect(() => {
    const coverNow = (): void => {
      setHeld(false);
      timer.cover(pictureKey);
    };
    window.addEventListener('blur', coverNow);
    document.addEventListener('visibilitychange', coverNow);
    // Whoever scrolls looks elsewhere; scrolling takes the picture from under the pointer without a word. The event of a scroll
    // that brought the picture here can come after the hold began: then it stands where it stood.
    const coverMoved = (): void => {
      if (Math.abs(topOf(button.current) - heldAt.current) > nearPx) coverNow();
    };
    document.addEventListener('scroll', coverMoved, { capture: true, passive: true });
    return () => {
      window.removeEventListener('blur', coverNow);
      document.removeEventListener('visibilitychange', coverNow);
      document.removeEventListener('scroll', coverMoved, { capture: true });
      coverNow();
    };
  }, [timer, pictureKey]);

  const holds = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';
  const shown = held && url !== null;
  const size = width !== null && height !== null ? { aspectRatio: `${width} / ${height}` } : {};
  return (
    <div className="picture" data-small={preset.small && !large}>
      <button
        ref={button}
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
          <CarefulPicture
            url={url}
            alt={t('media.alt', { name })}
            preset={{ ...preset, greyscale: preset.greyscale || greyscale }}
            onLoad={() => timer.uncover(pictureKey)}
          />
        ) : (
          <span className="picture-face">
            <Icon name={held ? 'picture' : 'covered'} />
            <span className="visually-hidden">{t('media.covered', { name })}</span>
            <span className="picture-hint">{held ? t('common.loading') : t('media.hold')}</span>
          </span>
        )}
      </button>
      <p className="picture-facts">{facts}</p>
      {preset.small && (
        <Button look="plain" className="picture-size" onPress={() => setLarge(!large)}>
          {t(large ? 'media.smaller' : 'media.larger')}
          <bdi className="visually-hidden"> {name}</bdi>
        </Button>
      )}
      <span id={hintId} className="visually-hidden">
        {t('media.how')}
      </span>
      {error !== null && <ProblemNote error={error} title={t('media.failed')} />}
    </div>
  );
}
