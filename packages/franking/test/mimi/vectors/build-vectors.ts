import { frankingIntegrityLabel, frankingIntegrityTbs } from '../../../src/mimi/franking-integrity.ts';
import { signWithLabel } from '../../../src/mimi/sign-with-label.ts';
import { hex } from '../../support/hex.ts';
import { join } from '../../support/raw.ts';
import {
  acceptedTimestamp,
  asReceived,
  hubDomain,
  hubKey,
  makeReport,
  makeScene,
  roomUri,
  senderUri,
} from '../support/scene.ts';
import { negativeVectors, toReceivedVector } from './negative-vectors.ts';
import { messageIdVectors, positiveVectors, vectorKeys } from './positive-vectors.ts';
import type { FrankSwapVector, MimiVectors } from './vector-format.ts';

export const mimiVectorsFile = new URL('../../../../../docs/spec/vectors/franking-f0.json', import.meta.url);

/** All vectors; the same in every run. */
export function buildMimiVectors(): MimiVectors {
  return {
    profile: 'mimi-protocol-06',
    specification: 'docs/spec/franking-f0.md',
    hubDomain,
    hubKeys: vectorKeys.map((key) => ({
      hubKey: hex(key.hubKey),
      privateKey: hex(key.privateKey),
      publicKey: hex(key.publicKey),
      notBefore: String(key.notBefore),
      notAfter: String(key.notAfter),
    })),
    positive: positiveVectors(),
    messageIds: messageIdVectors(),
    negative: negativeVectors(),
    frankSwap: frankSwapVector(),
  };
}

/** The same swap as in `frank-swap.test.ts`. */
function frankSwapVector(): FrankSwapVector {
  const harmless = makeScene('good morning');
  const abusive = makeScene('I will hurt you', { at: acceptedTimestamp + 60_000n });
  const swapped = { ...abusive, frank: harmless.frank, acceptedTimestamp: harmless.acceptedTimestamp };
  const context = { senderUri, roomUri, acceptedTimestamp: harmless.acceptedTimestamp };
  const repairedTbs = join(frankingIntegrityTbs({ ...harmless.frank, context }), harmless.frankingTag);
  return {
    reason:
      'FrankingIntegrityTBS does not hold the franking tag: a provider can put the frank of one message on another',
    received: toReceivedVector(asReceived(swapped)),
    abuseReport: hex(makeReport([swapped])),
    reportCode: 'frank-mismatch',
    frankingTag: hex(harmless.frankingTag),
    repairedSignature: hex(signWithLabel(harmless.frank.suite, hubKey.privateKey, frankingIntegrityLabel, repairedTbs)),
  };
}
