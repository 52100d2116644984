import type { AlbumPictureState } from '@wellhouse/protocol';

const secondMs = 1_000;
const hourMs = 3_600_000;

/** The shortest and the longest pause between two questions about a picture that stands so; null: it is settled. */
const pauses: Readonly<Record<AlbumPictureState, readonly [shortest: number, longest: number] | null>> = {
  receiving: [30 * secondMs, hourMs],
  checking: [2 * secondMs, hourMs],
  held: [30 * secondMs, hourMs],
  // The safety server says by webhook when it is held later, and refuses its bytes from then on: this is a third way.
  released: [hourMs, 24 * hourMs],
  removed: [hourMs, 24 * hourMs],
  refused: null,
  withdrawn: null,
};

/**
 * When to ask the safety server about a picture in case its webhook was lost: soon at first, then less and less often.
 *
 * @param picture times in milliseconds since 1970
 */
export function whenToAsk(
  state: AlbumPictureState,
  picture: { added_at: number; taken_out_at: number | null; withdrawn: number },
  now: number,
): number | null {
  if (picture.taken_out_at !== null && picture.withdrawn === 0) {
    return Math.round(now + Math.min(10 * secondMs + (now - picture.taken_out_at) / 4, hourMs));
  }
  const pause = pauses[state];
  if (pause === null) return null;
  const [shortest, longest] = pause;
  return Math.round(now + Math.min(Math.max(shortest, (now - picture.added_at) / 4), longest));
}
