/** What the test's page runs: a picture in base64 to its hashes, or the code of the refusal. */
import { FingerprintError, formatHash } from '@wellhouse/fingerprint';
import { hashPicture, hashPictureDihedral } from '@wellhouse/fingerprint/browser';

Reflect.set(globalThis, 'fingerprint', async (base64: string) => {
  const file = new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]);
  try {
    const { hashes, quality } = await hashPictureDihedral(file, { pixels: 4_000_000 });
    const { hash } = await hashPicture(file);
    if (formatHash(hash) !== hashes.map(formatHash)[0]) throw new Error('two hashes of one picture');
    return { hashes: hashes.map(formatHash), quality };
  } catch (error) {
    if (error instanceof FingerprintError) return { code: error.code };
    throw error;
  }
});
