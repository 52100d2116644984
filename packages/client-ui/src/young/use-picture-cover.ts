import {
  type Cover,
  type CoverSetting,
  coverOf,
  type PictureReading,
  pictureTypeOf,
  readPicture,
  whyNotDecode,
} from '@wellhouse/client';
import { useEffect, useMemo, useState } from 'react';
import { useYoung } from './young-context.ts';

/** Why a picture is covered: the device noticed something, could not look, or all pictures are to be covered. */
export type CoverReason = 'noticed' | 'unknown' | 'every';

export interface PictureWish {
  /** Null until it is known; then everything is covered. */
  readonly setting: CoverSetting | null;
  readonly isOwn: boolean;
  /** The person asked to see it. */
  readonly wasShown: boolean;
  /** Its bytes are of use now: to be seen, or to be looked at by this device. */
  readonly isWanted: boolean;
}

/** Whether a picture is to be loaded at all. `id` names it on this device; `sender` may be empty: somebody else. */
export function usePictureWish({ id, sender }: { id: string; sender: string }): PictureWish {
  const { self, rule, shown } = useYoung();
  const setting = self === null ? null : (rule?.setting ?? null);
  const isOwn = sender === self;
  const wasShown = shown.has(id);
  return { setting, isOwn, wasShown, isWanted: setting !== null && (isOwn || wasShown || setting !== 'every') };
}

export interface PictureCover {
  readonly cover: Cover;
  readonly reason: CoverReason;
  /** For an image; null unless it may be seen and its bytes are there. */
  readonly address: string | null;
  /** Why there never is an address: it is no picture, none of the kind that it is called, or larger than a page is to decode. */
  readonly unfit: ReturnType<typeof whyNotDecode>;
}

/**
 * What may be drawn of a picture. No address of it exists before it may be seen, so that nothing can flash; and none ever of a file that
 * is not what it is called, or that a decoder is not to have. `mediaType` is what its sender calls it; empty: any picture.
 */
export function usePictureCover(wish: PictureWish, bytes: Uint8Array | null, mediaType: string): PictureCover {
  const { setting, isOwn, wasShown } = wish;
  const { classifyPicture } = useYoung();
  const [reading, setReading] = useState<{ of: Uint8Array; says: PictureReading } | null>(null);
  const needsReading = !isOwn && !wasShown && setting === 'noticed';
  useEffect(() => {
    if (!needsReading || bytes === null) return;
    let isCurrent = true;
    const later = (delayMs: number, task: () => void) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    };
    const hear = (says: PictureReading) => {
      if (isCurrent) setReading({ of: bytes, says });
    };
    void readPicture(classifyPicture, bytes, later, { onLate: hear }).then(hear);
    return () => {
      isCurrent = false;
    };
  }, [needsReading, bytes, classifyPicture]);
  const says = reading !== null && reading.of === bytes ? reading.says : 'pending';
  const cover = setting === null ? 'waiting' : coverOf({ setting, isOwn, wasShown, reading: says });
  const unfit = useMemo(() => (bytes === null ? null : whyNotDecode(bytes, mediaType)), [bytes, mediaType]);
  const address = useAddress(cover === 'open' && unfit === null ? bytes : null);
  return {
    cover,
    address,
    unfit,
    reason: setting === 'every' ? 'every' : says === 'sensitive' ? 'noticed' : 'unknown',
  };
}

/** An address for an image, for as long as it may be seen. */
function useAddress(bytes: Uint8Array | null): string | null {
  const [address, setAddress] = useState<{ of: Uint8Array; url: string } | null>(null);
  useEffect(() => {
    if (bytes === null) return;
    const url = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: pictureTypeOf(bytes) ?? '' }));
    setAddress({ of: bytes, url });
    return () => URL.revokeObjectURL(url);
  }, [bytes]);
  return address !== null && address.of === bytes ? address.url : null;
}
