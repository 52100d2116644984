import type { Target } from '../../../../scripts/fuzz/engine.ts';
import { mutateBytes } from '../../../../scripts/fuzz/mutate-bytes.ts';
import { FrankingError } from '../../src/index.ts';
import { hex } from '../support/hex.ts';

/**
 * Reads one input. A refusal in the package's own words is a behaviour, named by its code and the field it speaks of; every
 * other error is a finding and goes through.
 */
export function behaviourOf(read: () => string): string {
  try {
    return `accepted ${read()}`;
  } catch (error) {
    if (!(error instanceof FrankingError)) throw error;
    checkDetail(error.message);
    return `${error.code} ${/"([^"]{0,60})"/.exec(error.message)?.[1] ?? ''}`;
  }
}

/** What people and terminals are shown about a refusal: short, and with nothing of the input that could move a cursor. */
export function checkDetail(detail: string): void {
  if (detail.length > 300 || !/^[ -~’]*$/.test(detail)) throw new Error(`refused with ${JSON.stringify(detail)}`);
}

export function expectSameBytes(input: Uint8Array, again: Uint8Array): void {
  if (Buffer.compare(input, again) !== 0) throw new Error(`accepted, yet its one encoding is ${hex(again)}`);
}

export interface ByteTarget {
  name: string;
  seeds: readonly Uint8Array[];
  /** Decodes, encodes again, compares ({@link expectSameBytes}), and names the shape of what was read. */
  read: (bytes: Uint8Array) => string;
  /** Makes outer lengths fit again, so that half of the cases reach what stands inside. */
  mend?: (bytes: Uint8Array) => Uint8Array;
}

/** A target whose input is bytes; what it accepts must encode to the same bytes again. */
export function byteTarget({ name, seeds, read, mend }: ByteTarget): Target<Uint8Array> {
  return {
    name,
    seeds,
    mutate: (random, bytes, other) => {
      const changed = mutateBytes(random, bytes, other);
      return mend !== undefined && random.chance(2) ? mend(changed) : changed;
    },
    run: (bytes) => behaviourOf(() => read(bytes)),
    show: hex,
  };
}
