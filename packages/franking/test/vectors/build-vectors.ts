import { generateHubKey, generateMacOnlyHubKey } from '../../src/index.ts';
import { hex } from '../support/hex.ts';
import { acceptedAt, hubId, hubKey } from '../support/scene.ts';
import { seeded } from '../support/seeded.ts';
import { negativeVectors } from './negative-vectors.ts';
import { positiveVectors } from './positive-vectors.ts';
import { signatureVectors } from './signature-vectors.ts';
import type { Vectors } from './vector-format.ts';

export const vectorsFile = new URL('../../../../docs/spec/vectors/franking-f1.json', import.meta.url);

/** All vectors; the same in every run. */
export function buildVectors(): Vectors {
  const later = generateHubKey({
    keyId: 8,
    notBefore: acceptedAt,
    notAfter: acceptedAt + 1_000_000_000,
    random: seeded('later hub key'),
  });
  const macOnly = generateMacOnlyHubKey({ ...hubKey, keyId: 9, random: seeded('MAC-only hub key') });
  const retired = generateHubKey({ ...hubKey, keyId: 10, random: seeded('retired hub key') });
  const keys = [hubKey, later, macOnly, retired];
  return {
    profile: 'wh-frank-1',
    specification: 'docs/spec/franking.md',
    hubId,
    hubKeys: keys.map((key) => ({
      keyId: key.keyId,
      macKey: hex(key.macKey),
      privateKey: key.privateKey && hex(key.privateKey),
      publicKey: key.publicKey && hex(key.publicKey),
      notBefore: key.notBefore,
      notAfter: key.notAfter,
      ...(key === retired && { retired: true as const }),
    })),
    positive: positiveVectors(hubKey, macOnly),
    negative: negativeVectors(keys),
    ed25519: signatureVectors(),
  };
}

export function formatVectors(vectors: object): string {
  return `${JSON.stringify(vectors, null, 2)}\n`;
}
