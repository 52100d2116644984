import { keyLength } from './at-rest-cipher.ts';
import { draw, expectLength, type Random, systemRandom } from './bytes.ts';
import { encodeKeyId } from './key-id.ts';
import { SealingError } from './sealing-error.ts';

/** Wraps data keys; never touches evidence itself. */
export interface MasterKey {
  /** 1 to 64 printable ASCII characters; never used again for another key. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Immutable: every change returns a new ring. */
export interface MasterKeyring {
  /** Id of the key that wraps from now on. */
  readonly current: string;
  /** All keys that still unwrap, the current one among them. */
  readonly keys: readonly MasterKey[];
}

/**
 * Makes a master key.
 *
 * @example
 * const ring = createMasterKeyring(createMasterKey({ keyId: 'master-1', createdAt: Date.now() }));
 */
export function createMasterKey(options: { keyId: string; createdAt: number; random?: Random }): MasterKey {
  encodeKeyId(options.keyId);
  const key = draw(options.random ?? systemRandom, keyLength);
  return { keyId: options.keyId, key, createdAt: options.createdAt };
}

export function createMasterKeyring(first: MasterKey): MasterKeyring {
  return checkRing({ current: first.keyId, keys: [first] });
}

/** The new key wraps from now on; older keys still unwrap until {@link retireMasterKey}. */
export function rotateMasterKey(ring: MasterKeyring, next: MasterKey): MasterKeyring {
  return checkRing({ current: next.keyId, keys: [next, ...ring.keys] });
}

/**
 * Drops a key for good. Every data key still wrapped by it is lost, so rewrap first.
 *
 * @throws SealingError `invalid-input` for the current key, `unknown-key`
 */
export function retireMasterKey(ring: MasterKeyring, keyId: string): MasterKeyring {
  if (keyId === ring.current) throw new SealingError('invalid-input', 'retiring the current master key is refused');
  findMasterKey(ring, keyId);
  return { current: ring.current, keys: ring.keys.filter((key) => key.keyId !== keyId) };
}

/** @throws SealingError `unknown-key` */
export function findMasterKey(ring: MasterKeyring, keyId: string): MasterKey {
  const key = ring.keys.find((candidate) => candidate.keyId === keyId);
  if (key === undefined) throw new SealingError('unknown-key', `finding the master key "${keyId}" failed`);
  return key;
}

/** @throws SealingError `invalid-input` for a doubled id, a bad key or a current key that is not there */
export function checkRing(ring: MasterKeyring): MasterKeyring {
  const ids = new Set<string>();
  for (const key of ring.keys) {
    encodeKeyId(key.keyId);
    expectLength('master key', key.key, keyLength);
    if (ids.has(key.keyId)) throw new SealingError('invalid-input', `using the key id "${key.keyId}" twice is refused`);
    ids.add(key.keyId);
  }
  if (!ids.has(ring.current)) throw new SealingError('invalid-input', '"current" expected the id of a key in the ring');
  return ring;
}
