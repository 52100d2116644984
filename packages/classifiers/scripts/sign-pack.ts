/**
 * Signs packs with a key of yours, or makes such a key:
 *
 *   node --conditions=wellhouse-src packages/classifiers/scripts/sign-pack.ts --new-key key.pem
 *   node --conditions=wellhouse-src packages/classifiers/scripts/sign-pack.ts --key key.pem PACK.whpack…
 *
 * Both print the public key, as `trustedKeys` wants it. Whoever signs a pack answers for it: look at its card first.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { signPack } from '@wellhouse/classifiers';

/** The private key of a PEM file as 32 bytes, and its public half in hexadecimal. */
export function readSigningKey(file: string): { readonly seed: Uint8Array; readonly publicKey: string } {
  const { d, x, crv } = createPrivateKey(readFileSync(file)).export({ format: 'jwk' });
  if (crv !== 'Ed25519' || !d || !x) throw new Error(`${file} holds no Ed25519 key`);
  return { seed: Buffer.from(d, 'base64url'), publicKey: Buffer.from(x, 'base64url').toString('hex') };
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, 'new-key': { type: 'string' } },
  });
  const made = values['new-key'];
  if (made) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(made, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const file = made ?? values.key;
  if (!file || (!made && positionals.length === 0)) {
    console.error('expected --new-key FILE, or --key FILE and packs to sign');
    process.exit(2);
  }
  const { seed, publicKey } = readSigningKey(file);
  for (const pack of positionals) writeFileSync(pack, signPack(readFileSync(pack), seed));
  console.log(publicKey);
}
