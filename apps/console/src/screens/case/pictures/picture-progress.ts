import type { MatchedPicture } from '@wellhouse/protocol';

export interface PictureProgress {
  readonly all: number;
  /** Pictures that nobody has answered about and that still can be. */
  readonly waiting: number;
  readonly confirmed: number;
  readonly cleared: number;
}

/** Where a picture without an answer waits for one: also when its owner took it out, or what it was confirmed on is gone. */
const waiting: ReadonlySet<MatchedPicture['state']> = new Set(['held', 'withdrawn', 'removed']);

/** A held picture waits for an answer; one that a list gave up meanwhile does not. */
export function waits(picture: Pick<MatchedPicture, 'state' | 'answer'>): boolean {
  return picture.answer === null && waiting.has(picture.state);
}

export function progressOf(pictures: readonly MatchedPicture[]): PictureProgress {
  return {
    all: pictures.length,
    waiting: pictures.filter(waits).length,
    confirmed: pictures.filter(({ answer }) => answer?.answer === 'confirmed').length,
    cleared: pictures.filter(({ answer }) => answer?.answer === 'cleared').length,
  };
}
