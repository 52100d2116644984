/**
 * A second implementation of docs/spec/sealing.md, written from RFC 9180 and draft-connolly-cfrg-xwing-kem on
 * node:crypto (OpenSSL). It shares no code with the package, so that the two can check each other.
 */
import crypto, { type KeyObject } from 'node:crypto';

const {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  hkdfSync,
} = crypto;

/** Node before 24.7 has no ML-KEM. */
export const missing = typeof encapsulate === 'function' ? false : 'skipped, this Node has no ML-KEM in node:crypto';

const bytes = (...parts: (Uint8Array | string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))));
const u16 = (value: number) => [value >> 8, value & 0xff];
const prefixed = (text: string) => bytes(u16(Buffer.byteLength(text)), text);

// X-Wing, draft-connolly-cfrg-xwing-kem §5

const mlKemPrivate = Buffer.from('3054020100300b060960864801650304040204428040', 'hex');
const mlKemPublic = Buffer.from('308204b2300b0609608648016503040402038204a100', 'hex');
const x25519Private = Buffer.from('302e020100300506032b656e04220420', 'hex');
const x25519Public = Buffer.from('302a300506032b656e032100', 'hex');

function expandSeed(seed: Uint8Array) {
  const expanded = createHash('shake256', { outputLength: 96 }).update(seed).digest();
  const m = createPrivateKey({ key: bytes(mlKemPrivate, expanded.subarray(0, 64)), format: 'der', type: 'pkcs8' });
  const x = createPrivateKey({ key: bytes(x25519Private, expanded.subarray(64)), format: 'der', type: 'pkcs8' });
  return { m, x };
}

const rawPublic = (key: KeyObject, length: number) =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-length);
const importX = (raw: Uint8Array) => createPublicKey({ key: bytes(x25519Public, raw), format: 'der', type: 'spki' });

export function xWingPublicKey(seed: Uint8Array): Buffer {
  const { m, x } = expandSeed(seed);
  return bytes(rawPublic(m, 1184), rawPublic(x, 32));
}

function combine(ssM: Uint8Array, ssX: Uint8Array, ctX: Uint8Array, pkX: Uint8Array): Buffer {
  return createHash('sha3-256')
    .update(bytes(ssM, ssX, ctX, pkX, '\\.//^\\'))
    .digest();
}

export function xWingDecapsulate(seed: Uint8Array, enc: Uint8Array): Buffer {
  const { m, x } = expandSeed(seed);
  const ctX = enc.subarray(1088);
  const ssX = diffieHellman({ privateKey: x, publicKey: importX(ctX) });
  return combine(decapsulate(m, enc.subarray(0, 1088)), ssX, ctX, rawPublic(x, 32));
}

function xWingEncapsulate(publicKey: Uint8Array): { sharedSecret: Buffer; enc: Buffer } {
  const m = createPublicKey({ key: bytes(mlKemPublic, publicKey.subarray(0, 1184)), format: 'der', type: 'spki' });
  const pkX = publicKey.subarray(1184);
  const ephemeral = generateKeyPairSync('x25519');
  const ctX = rawPublic(ephemeral.privateKey, 32);
  const ssX = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: importX(pkX) });
  const { sharedKey, ciphertext } = encapsulate(m);
  return { sharedSecret: combine(sharedKey, ssX, ctX, pkX), enc: bytes(ciphertext, ctX) };
}

// HPKE base mode, RFC 9180 §4 and §5.1

const suiteId = bytes('HPKE', u16(0x647a), u16(1), u16(2));

function labeledExtract(salt: Uint8Array, label: string, ikm: Uint8Array): Buffer {
  return createHmac('sha256', salt)
    .update(bytes('HPKE-v1', suiteId, label, ikm))
    .digest();
}

function labeledExpand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Buffer {
  const labeledInfo = bytes(u16(length), 'HPKE-v1', suiteId, label, info);
  const blocks: Buffer[] = [];
  for (let i = 1; Buffer.concat(blocks).length < length; i++) {
    blocks.push(
      createHmac('sha256', prk)
        .update(bytes(blocks.at(-1) ?? [], labeledInfo, [i]))
        .digest(),
    );
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function keySchedule(sharedSecret: Uint8Array, info: Uint8Array) {
  const none = Buffer.alloc(0);
  const context = bytes([0], labeledExtract(none, 'psk_id_hash', none), labeledExtract(none, 'info_hash', info));
  const secret = labeledExtract(sharedSecret, 'secret', none);
  return {
    key: labeledExpand(secret, 'key', context, 32),
    nonce: labeledExpand(secret, 'base_nonce', context, 12),
    commitment: labeledExpand(labeledExpand(secret, 'exp', context, 32), 'sec', bytes('WH report v1 commitment'), 32),
  };
}

// docs/spec/sealing.md §2

const reportInfo = (keyId: string, hubId: string) => bytes('WH report v1', prefixed(keyId), prefixed(hubId));

export interface Report {
  keyId: string;
  hubId: string;
  reportId: string;
}

/** Takes the padded plaintext as it is, so that tests can pad wrongly. */
export function seal(publicKey: Uint8Array, { keyId, hubId, reportId }: Report, padded: Uint8Array): Buffer {
  const { sharedSecret, enc } = xWingEncapsulate(publicKey);
  const { key, nonce, commitment } = keySchedule(sharedSecret, reportInfo(keyId, hubId));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(padded.length + 16);
  const header = bytes('WHSR', [1], u16(0x647a), u16(1), u16(2), [keyId.length], keyId, length);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bytes(header, prefixed(reportId)));
  return bytes(header, enc, commitment, cipher.update(padded), cipher.final(), cipher.getAuthTag());
}

/** Returns the payload; throws anything at all on bytes that are not right. */
export function open(seed: Uint8Array, { keyId, hubId, reportId }: Report, sealed: Uint8Array): Buffer {
  const all = Buffer.from(sealed);
  const headerLength = 16 + keyId.length;
  const enc = all.subarray(headerLength, headerLength + 1120);
  const { key, nonce, commitment } = keySchedule(xWingDecapsulate(seed, enc), reportInfo(keyId, hubId));
  if (!commitment.equals(all.subarray(headerLength + 1120, headerLength + 1152))) throw new Error('commitment');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(bytes(all.subarray(0, headerLength), prefixed(reportId)))
    .setAuthTag(all.subarray(-16));
  const padded = bytes(decipher.update(all.subarray(headerLength + 1152, -16)), decipher.final());
  return padded.subarray(4, 4 + padded.readUInt32BE(0));
}

// docs/spec/sealing.md §3

export function openBox(
  key: Uint8Array,
  purpose: 'data key' | 'data',
  context: string,
  box: Uint8Array,
  headerLength: number,
): Buffer {
  const all = Buffer.from(box);
  const salt = all.subarray(headerLength, headerLength + 32);
  const info = bytes('WH at rest v1', prefixed(purpose), prefixed(context));
  const derived = Buffer.from(hkdfSync('sha256', key, salt, info, 76));
  if (!derived.subarray(44).equals(all.subarray(headerLength + 32, headerLength + 64))) throw new Error('commitment');
  const decipher = createDecipheriv('aes-256-gcm', derived.subarray(0, 32), derived.subarray(32, 44))
    .setAAD(all.subarray(0, headerLength))
    .setAuthTag(all.subarray(-16));
  return bytes(decipher.update(all.subarray(headerLength + 64, -16)), decipher.final());
}
