import {
  contentTypes,
  decode,
  encode,
  type MlsMessage,
  mlsMessageDecoder,
  mlsMessageEncoder,
  type PrivateMessage,
  wireformats,
} from 'ts-mls';
import { limits } from '../wire.ts';
import { DeliveryProblem } from './problems.ts';

function tryDecode(bytes: Uint8Array): MlsMessage | undefined {
  try {
    return decode(mlsMessageDecoder, bytes, limits.welcome);
  } catch {
    return undefined;
  }
}

/**
 * The outside of an MLS PrivateMessage (RFC 9420 §6.3): what a delivery service may read without any key.
 *
 * @throws {DeliveryProblem} `invalid-request` unless the bytes are exactly one PrivateMessage of the wanted kind
 */
export function readPrivateMessage(bytes: Uint8Array, wanted: 'application' | 'commit'): PrivateMessage {
  const decoded = tryDecode(bytes);
  if (decoded === undefined) throw new DeliveryProblem('invalid-request', 'cannot read the bytes as an MLS message');
  if (decoded.wireformat !== wireformats.mls_private_message) {
    throw new DeliveryProblem('invalid-request', 'expected an MLS PrivateMessage');
  }
  // The decoder ignores trailing bytes; they would be covered by no signature and no tag.
  if (!Buffer.from(encode(mlsMessageEncoder, decoded)).equals(bytes)) {
    throw new DeliveryProblem('invalid-request', 'the MLS message is not in its one canonical form');
  }
  if (decoded.privateMessage.contentType !== contentTypes[wanted]) {
    throw new DeliveryProblem('invalid-request', `expected an MLS ${wanted} message`);
  }
  return decoded.privateMessage;
}
