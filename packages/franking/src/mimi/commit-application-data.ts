import { encodeFrankAad } from './frank-aad.ts';
import { openApplicationData } from './open-application-data.ts';

/**
 * What a sender puts beside its message (draft-ietf-mimi-protocol-06 §5.4.1.1): the franking tag over `applicationData`, and the
 * authenticated data that carries it.
 * @throws {FrankingError} on application data that no receiver would accept; `sender-missing`, `room-missing`
 */
export function commitApplicationData(
  applicationData: Uint8Array,
  options: { framed?: boolean } = {},
): { frankingTag: Uint8Array; authenticatedData: Uint8Array } {
  const { frankingTag } = openApplicationData(applicationData, options.framed);
  return { frankingTag, authenticatedData: encodeFrankAad(frankingTag) };
}
