import type { ReasonCode } from '@wellhouse/franking';
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

/** Bytes as test vectors write them: lower-case hexadecimal. */
export const HexBytes = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));
