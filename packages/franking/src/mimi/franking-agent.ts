import { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';
import { mimiLimits } from './constants.ts';
import { type MlsCredential, readCredential, writeCredential } from './credential.ts';

/**
 * `FrankingAgentData` (draft-ietf-mimi-protocol-06 §5.4.1): the value of GroupContext component 0x0021. `FrankingAgentUpdate`,
 * the update of an AppDataUpdate proposal for it, is the same structure.
 */
export interface FrankingAgent {
  /** `franking_signature_key`, in the signature scheme of the group's cipher suite: 32 bytes for Ed25519. */
  signatureKey: Uint8Array;
  credential: MlsCredential;
}

export function encodeFrankingAgent({ signatureKey, credential }: FrankingAgent): Uint8Array {
  const writer = new Writer(128).vector(signatureKey, 1, mimiLimits.publicKey, 'signatureKey');
  return writeCredential(writer, credential).finish();
}

/** @throws {FrankingError} on anything but the one encoding of an agent */
export function decodeFrankingAgent(bytes: Uint8Array): FrankingAgent {
  const reader = new Reader(bytes, 131_072, 'frankingAgent');
  const agent = {
    signatureKey: reader.vector(1, mimiLimits.publicKey, 'signatureKey'),
    credential: readCredential(reader),
  };
  reader.finish('frankingAgent');
  return agent;
}
