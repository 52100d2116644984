import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

export interface Work {
  /** Calls of the one-shot hash, on which SHA-256 and HMAC stand. */
  hashes: number;
  hashedBytes: number;
  /** Signature verifications. */
  verifications: number;
  /** Length of every comparison in constant time. */
  comparedBytes: number[];
}

/** Runs `task` and counts what it asks of `node:crypto`, so that a test can hold refusals to a bound that no clock decides. */
export function countWork<T>(task: () => T): { result: T; work: Work } {
  const work: Work = { hashes: 0, hashedBytes: 0, verifications: 0, comparedBytes: [] };
  const { hash, verify, timingSafeEqual } = crypto;
  const counted = {
    hash: new Proxy(hash, {
      apply(target, self, parameters: Parameters<typeof hash>) {
        work.hashes++;
        work.hashedBytes += Buffer.byteLength(parameters[1]);
        return Reflect.apply(target, self, parameters);
      },
    }),
    verify: new Proxy(verify, {
      apply(target, self, parameters) {
        work.verifications++;
        return Reflect.apply(target, self, parameters);
      },
    }),
    timingSafeEqual: new Proxy(timingSafeEqual, {
      apply(target, self, parameters: Parameters<typeof timingSafeEqual>) {
        work.comparedBytes.push(parameters[0].byteLength);
        return Reflect.apply(target, self, parameters);
      },
    }),
  };
  Object.assign(crypto, counted);
  syncBuiltinESMExports();
  try {
    return { result: task(), work };
  } finally {
    Object.assign(crypto, { hash, verify, timingSafeEqual });
    syncBuiltinESMExports();
  }
}
