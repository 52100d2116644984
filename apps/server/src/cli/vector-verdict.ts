import { FrankingError, type ReasonCode } from '@wellhouse/franking';
import { z } from 'zod';

/** What became of one test vector. Null stands for accepted. */
export interface VectorVerdict {
  readonly name: string;
  /** The function that was asked. */
  readonly operation: string;
  readonly expected: string | null;
  readonly found: ReasonCode | null;
  readonly detail: string;
}

/** What functions that judge return, as far as it is needed here. */
export type Verdict = { ok: true } | { ok: false; code: ReasonCode; detail: string };

/** Bytes as test vectors write them: lower-case hexadecimal. */
export const HexBytes = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));

/** Why `judge` refuses, whether it says so or throws it; a decoder that returns nothing has accepted. */
export async function refusalOf(
  judge: () => Verdict | undefined | Promise<Verdict | undefined>,
): Promise<Pick<VectorVerdict, 'found' | 'detail'>> {
  try {
    const verdict = await judge();
    if (verdict === undefined || verdict.ok) return { found: null, detail: '' };
    return { found: verdict.code, detail: verdict.detail };
  } catch (error) {
    if (error instanceof FrankingError) return { found: error.code, detail: error.message };
    throw error;
  }
}
