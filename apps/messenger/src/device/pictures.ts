import type { AttachmentDescriptor } from '@wellhouse/franking';
import { fromHex, sha256Hex, toHex } from './bytes.ts';
import { type DeviceContext, DeviceError } from './context.ts';
import type { Write } from './store.ts';

/** Kinds of picture that a page can show and that run nothing. */
export const pictureTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];
export const pictureBytes = 25 * 1024 * 1024;

export interface Picture {
  bytes: Uint8Array;
  name: string;
  mediaType: string;
  width: number;
  height: number;
}

const pathPrefix = '/api/blobs/';

async function aesGcm(key: Uint8Array, usage: 'encrypt' | 'decrypt', nonce: Uint8Array, bytes: Uint8Array) {
  const imported = await crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, [usage]);
  const parameters = { name: 'AES-GCM', iv: Uint8Array.from(nonce) };
  return new Uint8Array(await crypto.subtle[usage](parameters, imported, Uint8Array.from(bytes)));
}

/**
 * Encrypts a picture under a key of its own and uploads it. The descriptor goes into the message as a part, so the
 * sender commits to key, nonce and both hashes, and the picture can be reported like words.
 */
export async function uploadPicture(device: DeviceContext, picture: Picture): Promise<AttachmentDescriptor> {
  if (!pictureTypes.includes(picture.mediaType)) {
    throw new DeviceError('picture-refused', `cannot send ${picture.mediaType || 'this file'} as a picture`);
  }
  if (picture.bytes.length > pictureBytes) throw new DeviceError('picture-refused', 'the picture is too large');
  const key = device.random(32);
  const nonce = device.random(12);
  const ciphertext = await aesGcm(key, 'encrypt', nonce, picture.bytes);
  const name = sha256Hex(ciphertext);
  await device.api.putBlob(name, ciphertext);
  const kept: Write = { table: 'picture', key: name, value: ciphertext };
  await device.store.write([kept]);
  return {
    url: pathPrefix + name,
    name: picture.name,
    mediaType: picture.mediaType,
    size: picture.bytes.length,
    width: picture.width,
    height: picture.height,
    algorithm: 'A256GCM',
    key,
    nonce,
    ciphertextSha256: fromHex(name),
    plaintextSha256: fromHex(sha256Hex(picture.bytes)),
  };
}

/** The ciphertext of a picture, from the device or else from the delivery service; never from an address in a message. */
export async function pictureCiphertext(device: DeviceContext, attachment: AttachmentDescriptor): Promise<Uint8Array> {
  const name = toHex(attachment.ciphertextSha256);
  const kept = await device.store.get('picture', name);
  if (kept !== undefined) return kept;
  if (attachment.url !== pathPrefix + name) throw new DeviceError('picture-refused', 'the picture lies elsewhere');
  const ciphertext = await device.api.blob(name);
  if (sha256Hex(ciphertext) !== name)
    throw new DeviceError('picture-damaged', 'the picture is not the one that was sent');
  await device.store.write([{ table: 'picture', key: name, value: ciphertext }]);
  return ciphertext;
}

/** Opens a picture and checks both hashes before anything of it can be shown. */
export async function openPicture(device: DeviceContext, attachment: AttachmentDescriptor): Promise<Uint8Array> {
  if (!pictureTypes.includes(attachment.mediaType) || attachment.size > pictureBytes) {
    throw new DeviceError('picture-refused', 'this is no picture that can be shown');
  }
  const ciphertext = await pictureCiphertext(device, attachment);
  const plaintext = await aesGcm(attachment.key, 'decrypt', attachment.nonce, ciphertext).catch(() => null);
  if (plaintext === null || sha256Hex(plaintext) !== toHex(attachment.plaintextSha256)) {
    throw new DeviceError('picture-damaged', 'the picture is not the one that was sent');
  }
  return plaintext;
}
