import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SealingError, type SealingErrorCode } from '@wellhouse/sealing';

export async function rejectsWith(code: SealingErrorCode, work: () => Promise<unknown>, what?: string): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof SealingError, `${what ?? ''} ${String(error)}`);
    assert.equal(error.code, code, `${what ?? ''} ${error.message}`);
    return true;
  });
}

/** The same bytes on every run: SHA-256 of the title and a counter. Never for a real key. */
export function fixedRandom(title: string): (length: number) => Uint8Array {
  let call = 0;
  return (length) => {
    call += 1;
    return createHash('shake256', { outputLength: length }).update(`${title} ${call}`).digest();
  };
}

export function flipBit(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
