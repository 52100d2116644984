/** Crockford's base32: no I, L, O or U, so that it can be read over a telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const payloadLength = 7;

/**
 * A reference such as `WH-7K3F-92QD` for people to read and type: seven random characters (35 bits) and a check
 * character. Not a secret, and unique only because a unique index says so.
 * @param random at least 7 unpredictable bytes
 */
export function createReference(prefix: 'WH' | 'D' | 'A', random: Uint8Array): string {
  if (random.length < payloadLength) throw new RangeError(`create a reference from at least ${payloadLength} bytes`);
  const payload = Array.from(random.subarray(0, payloadLength), (byte) => alphabet[byte & 31] ?? '0').join('');
  const text = payload + checkCharacter(payload);
  return `${prefix}-${text.slice(0, 4)}-${text.slice(4)}`;
}

/** True when the check character fits: a mistyped character or two swapped neighbours are noticed. */
export function isReference(prefix: 'WH' | 'D' | 'A', text: string): boolean {
  const match = new RegExp(`^${prefix}-([${alphabet}]{4})-([${alphabet}]{4})$`).exec(text);
  if (match === null) return false;
  const characters = `${match[1]}${match[2]}`;
  return checkCharacter(characters.slice(0, payloadLength)) === characters[payloadLength];
}

/** Luhn's sum modulo 32. */
function checkCharacter(payload: string): string {
  let sum = 0;
  for (let i = 0; i < payload.length; i += 1) {
    const value = alphabet.indexOf(payload[payload.length - 1 - i] ?? '0');
    const weighted = i % 2 === 0 ? value * 2 : value;
    sum += Math.floor(weighted / 32) + (weighted % 32);
  }
  return alphabet[(32 - (sum % 32)) % 32] ?? '0';
}
