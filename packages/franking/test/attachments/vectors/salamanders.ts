import { buildSalamander } from '../../attacks/support/salamander.ts';
import { unhex } from '../../support/hex.ts';
import { seeded } from '../../support/seeded.ts';
import { referenceKeys, referenceNonce } from '../support/reference.ts';

/** Keys that were found by `buildSalamander` once, so that vectors need no search. */
const keysFound = {
  whole: [
    '531f15bd5c3335b79278ff64c4a67bcb40967278e61c325f01de640a4d99639c',
    '4da38a0cc891d7ba6b8108932bdf6651ad24947e38b11f6bb331e81807a6170e',
  ],
  chunked: [
    'db09159ae32addc0876d79f6ee78c7a47d29ce951b6173d2cdfb0170d83d25a9',
    'c2367fa0c4564b084fb0ba195a84ad3c30bcee41937aacf1b536e75956a7b592',
  ],
};

const nonce = seeded('vectors: salamander nonce')(12);

/** One `A256GCM` ciphertext for two keys. */
export function wholeSalamander() {
  return { nonce, ...buildSalamander({ nonce, random: inTurn(keysFound.whole) }) };
}

/** One chunk, the only one of its file, for two keys of the file. */
export function chunkSalamander() {
  const derive = (key: Uint8Array) => referenceKeys(key, nonce).encryptionKey;
  const random = inTurn(keysFound.chunked);
  return { nonce, ...buildSalamander({ nonce: referenceNonce(nonce, 0, true), random, derive }) };
}

function inTurn(keys: readonly string[]): () => Uint8Array {
  let next = 0;
  return () => {
    const key = keys[next++];
    if (key === undefined) throw new Error('the keys that were found fit no more: search again');
    return unhex(key);
  };
}
