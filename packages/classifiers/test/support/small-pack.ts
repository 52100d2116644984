/** A pack of a few hundred bytes, and keys to sign it with. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type PackHeader, signPack, writePack } from '@wellhouse/classifiers';

export const seed = new Uint8Array(32).fill(7);
export const trustedKeys = [bytesToHex(ed25519.getPublicKey(seed))];
export const otherSeed = new Uint8Array(32).fill(8);
export const otherKeys = [bytesToHex(ed25519.getPublicKey(otherSeed))];

export const smallHeader: Omit<PackHeader, 'sections'> = {
  id: 'drill-en',
  language: 'en',
  kinds: ['threat', 'spam'],
  version: 3,
  minimumRuntime: 1,
  released: '2026-11-28',
  thresholds: { threat: 0.5, spam: 0.9 },
  calibration: {
    threat: [
      [-2, 0.1],
      [3, 0.9],
    ],
  },
  model: { architecture: 'drill/1' },
  card: { about: 'a drill' },
  licences: [{ part: 'weights', licence: 'Apache-2.0', attribution: 'nobody' }],
};
export const smallSections = [
  { name: 'vocabulary', bytes: new TextEncoder().encode('drill words') },
  { name: 'weights', bytes: Uint8Array.from({ length: 64 }, (_, at) => at * 3) },
];

export function smallPack(header: Partial<PackHeader> = {}, signer = seed): Uint8Array<ArrayBuffer> {
  return signPack(writePack({ header: { ...smallHeader, ...header }, sections: smallSections }), signer);
}
