import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { AttachmentDescriptor } from '@wellhouse/franking';

export interface EncryptedPicture {
  readonly descriptor: AttachmentDescriptor;
  readonly ciphertext: Uint8Array;
}

/** A grey PNG (ISO/IEC 15948), one bit a pixel, deflated row by row as small as it gets. */
export function greyPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

/** As a messenger encrypts a file: AES-256-GCM, the tag behind the ciphertext, both digests in the message. */
export function encryptPicture(plaintext: Uint8Array, mediaType = 'image/png'): EncryptedPicture {
  const key = new Uint8Array(randomBytes(32));
  const nonce = new Uint8Array(randomBytes(12));
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return {
    ciphertext,
    descriptor: {
      ...{ url: 'https://hub.example/blobs/1', name: 'picture.png', mediaType, size: plaintext.length },
      ...{ width: 0, height: 0, algorithm: 'A256GCM', key, nonce },
      ...{ ciphertextSha256: digest(ciphertext), plaintextSha256: digest(plaintext) },
    },
  };
}

function digest(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
