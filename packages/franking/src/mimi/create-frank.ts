import { assertSupportedSuite } from './cipher-suite.ts';
import type { Frank } from './frank.ts';
import { readFrankAad } from './frank-aad.ts';
import { computeServerFrank, signFrankingIntegrity } from './franking-integrity.ts';
import type { MimiHubKey } from './mimi-hub-key.ts';

export interface CreateFrankInput {
  key: Pick<MimiHubKey, 'hubKey' | 'privateKey'>;
  /** The MLS cipher suite of the group. */
  suite: number;
  /** `authenticated_data` of the PrivateMessage, as it was submitted. */
  authenticatedData: Uint8Array;
  /** `sendingUri` of the request, once the hub has authenticated it as a participant of the room. */
  senderUri: string;
  roomUri: string;
  /** Milliseconds, by the hub's clock. */
  acceptedTimestamp: bigint;
}

/**
 * Hub processing (draft-ietf-mimi-protocol-06 §5.4.1.2).
 * @throws {FrankingError} `tag-missing`, `tag-duplicate`, `authenticated-data-malformed`, `suite-unsupported`, or
 * `invalid-argument` and `invalid-value` on arguments that the hub itself got wrong
 */
export function createFrank(input: CreateFrankInput): Frank {
  const { key, suite, senderUri, roomUri, acceptedTimestamp } = input;
  assertSupportedSuite(suite);
  const context = { senderUri, roomUri, acceptedTimestamp };
  const serverFrank = computeServerFrank(key.hubKey, readFrankAad(input.authenticatedData), context);
  return { serverFrank, suite, signature: signFrankingIntegrity(key.privateKey, { serverFrank, suite, context }) };
}
