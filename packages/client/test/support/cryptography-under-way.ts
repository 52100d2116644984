/**
 * WebCrypto works in other threads, and how long these take is the machine's affair: a test that waits a number of turns
 * has to know whether something is still being computed.
 */
let underWay = 0;

const prototype = SubtleCrypto.prototype;
for (const name of [
  'encrypt',
  'decrypt',
  'sign',
  'digest',
  'deriveBits',
  'deriveKey',
  'importKey',
  'generateKey',
] as const) {
  const original: (...input: never[]) => Promise<unknown> = prototype[name];
  Object.defineProperty(prototype, name, {
    configurable: true,
    value(this: SubtleCrypto, ...input: never[]) {
      underWay += 1;
      return original.apply(this, input).finally(() => {
        underWay -= 1;
      });
    },
  });
}

export function cryptographyUnderWay(): number {
  return underWay;
}
