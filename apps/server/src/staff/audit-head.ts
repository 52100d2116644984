import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { ChainHead } from './verify-audit.ts';

/** A head that a key of the installation has signed. */
export interface SignedHead extends ChainHead {
  /** Whose log, e.g. `safety.example/audit`; also the key's name. */
  readonly origin: string;
}

export class HeadError extends Error {
  override readonly name = 'HeadError';
  readonly code = 'head-unreadable';
}

/** C2SP signed-note: algorithm byte of Ed25519. */
const ed25519 = 0x01;
const context = (keyId: string) => `audit-key:${keyId}`;

/** Name of the installation's log and of its key: no spaces, no plus sign. */
export function auditOrigin({ config }: Pick<Deps, 'config'>): string {
  return `${new URL(config.publicUrl).host}/audit`;
}

/** What verifies heads: `<name>+<hash>+<key>` (C2SP signed-note §verifier keys). */
export function verifierKey(name: string, publicKey: Uint8Array): string {
  const key = Buffer.concat([Buffer.of(ed25519), publicKey]);
  return `${name}+${keyHash(name, publicKey).toString('hex')}+${key.toString('base64')}`;
}

/**
 * The log's head as a signed note (C2SP signed-note, checkpoint's three lines): kept elsewhere, it shows that the log was cut or
 * written anew since. The key is made with the first head and lies under the master key.
 */
export async function signHead(deps: Deps, head: ChainHead): Promise<{ note: string; verifierKey: string }> {
  const name = auditOrigin(deps);
  const { privateKey, publicKey } = await loadKey(deps);
  const text = `${name}\n${head.size}\n${head.hash.toString('base64')}\n`;
  const signature = sign(null, Buffer.from(text, 'utf8'), privateKey);
  const line = Buffer.concat([keyHash(name, publicKey), signature]).toString('base64');
  return { note: `${text}\n\u2014 ${name} ${line}\n`, verifierKey: verifierKey(name, publicKey) };
}

/** @throws HeadError when it is no such note, or not signed by that key */
export function openHead(note: string, key: string): SignedHead {
  const [text, signatures] = note.replaceAll('\r\n', '\n').split('\n\n', 2);
  const [origin = '', size = '', hash = '', rest] = (text ?? '').split('\n');
  if (!/^\d{1,15}$/.test(size) || Buffer.from(hash, 'base64').length !== 32 || (rest ?? '') !== '') {
    throw new HeadError('read the head: it does not have the three lines of one');
  }
  const { name, publicKey } = readVerifierKey(key);
  const expected = keyHash(name, publicKey);
  const line = (signatures ?? '').split('\n').find((one) => one.startsWith(`\u2014 ${name} `));
  const bytes = Buffer.from(line?.slice(`\u2014 ${name} `.length) ?? '', 'base64');
  const message = Buffer.from(`${text}\n`, 'utf8');
  const signed =
    bytes.length === 68 &&
    bytes.subarray(0, 4).equals(expected) &&
    verify(null, message, publicKeyObject(publicKey), bytes.subarray(4));
  if (!signed || origin !== name) throw new HeadError(`read the head: it is not signed by ${name}`);
  return { origin, size: Number(size), hash: Buffer.from(hash, 'base64') };
}

/** The key that this installation's own database holds; null before the first head. */
export async function ownVerifierKey(deps: Pick<Deps, 'database' | 'config'>): Promise<string | null> {
  const row = await deps.database.kysely
    .selectFrom('audit_key')
    .select('public_key')
    .orderBy('key_id', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : verifierKey(auditOrigin(deps), row.public_key);
}

function keyHash(name: string, publicKey: Uint8Array): Buffer {
  return createHash('sha256')
    .update(`${name}\n`, 'utf8')
    .update(Buffer.of(ed25519))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}

function readVerifierKey(text: string): { name: string; publicKey: Buffer } {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{40,60})$/.exec(text.trim());
  const [, name = '', hash = '', key = ''] = match ?? [];
  const bytes = Buffer.from(key, 'base64');
  const publicKey = bytes.subarray(1);
  const fits = bytes.length === 33 && bytes[0] === ed25519 && keyHash(name, publicKey).toString('hex') === hash;
  if (!fits) throw new HeadError('read the verifier key: expected <name>+<hash>+<key> of Ed25519');
  return { name, publicKey };
}

function publicKeyObject(publicKey: Uint8Array) {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

async function loadKey({ database, keys, clock }: Deps) {
  const row = await database.transaction(async (tx) => {
    await sql`select pg_advisory_xact_lock(8600, 5)`.execute(tx);
    const known = await tx.selectFrom('audit_key').selectAll().orderBy('key_id', 'desc').executeTakeFirst();
    if (known !== undefined) return known;
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    const seed = Buffer.from(jwk.d ?? '', 'base64url');
    return tx
      .insertInto('audit_key')
      .values({
        key_id: '1',
        public_key: Buffer.from(jwk.x ?? '', 'base64url'),
        private_key_wrapped: Buffer.from(await keys.wrapKey(seed, context('1'))),
        created_at: clock(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  const seed = await keys.unwrapKey(row.private_key_wrapped, context(row.key_id));
  const jwk = {
    ...{ kty: 'OKP', crv: 'Ed25519', x: row.public_key.toString('base64url') },
    d: Buffer.from(seed).toString('base64url'),
  };
  return { privateKey: createPrivateKey({ key: jwk, format: 'jwk' }), publicKey: row.public_key };
}
