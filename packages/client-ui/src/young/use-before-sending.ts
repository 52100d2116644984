import { beforeSending, readPicture } from '@wellhouse/client';
import { useCallback, useRef } from 'react';
import type { PictureMaterial } from './PictureDialog.tsx';
import { useYoung } from './young-context.ts';

export interface SendQuestion {
  /** The only other person who would get it, or null: of several it is not known who asks for it, so that nobody is offered to be blocked or reported. */
  person: string | null;
  material: () => Promise<PictureMaterial>;
  /** Aborted once the picture is not to be sent any more: then nothing is asked, and it is not sent. */
  signal?: AbortSignal;
}

/**
 * Asks before a picture is sent that this device takes for naked or sexual, could not look at in time, or cannot look at because of what the
 * file is (it moves, is too large, is no picture); resolves to whether to send it. Hand it the very bytes that go. Nothing is asked where
 * covers are off or there is no model.
 *
 * The device may look for seconds. Until then show that it looks, let nothing be changed of what is to be sent, and let the
 * picture be taken away, which aborts.
 *
 * @example
 * const mayBeSent = useBeforeSending();
 * if (await mayBeSent(picture.bytes, { person, material, signal })) send(picture);
 */
export function useBeforeSending(): (bytes: Uint8Array, question: SendQuestion) => Promise<boolean> {
  const { rule, classifyPicture, ask } = useYoung();
  const setting = useRef(rule?.setting);
  setting.current = rule?.setting;
  return useCallback(
    async (bytes, { person, material, signal }) => {
      if (setting.current === 'off') return true;
      const later = (delayMs: number, task: () => void) => {
        const timer = setTimeout(task, delayMs);
        return () => clearTimeout(timer);
      };
      const reading = await readPicture(classifyPicture, bytes, later, { isUrgent: true });
      if (signal?.aborted) return false;
      if (beforeSending(setting.current ?? 'noticed', reading) === 'send') return true;
      return new Promise((answer) => {
        ask({
          ...{ moment: 'send', reason: reading === 'sensitive' ? 'noticed' : 'unknown', person, material },
          onSafe: () => answer(false),
          onGoOn: () => answer(true),
        });
      });
    },
    [classifyPicture, ask],
  );
}
