/**
 * The invisible salamander of Dodis, Grubbs, Ristenpart and Woodage (CRYPTO 2018, §7): one AES-256-GCM ciphertext with one
 * tag that opens under two keys, to a JPEG and to a BMP. AES-GCM promises nothing else: its tag is linear in the ciphertext
 * for each key, so one free block makes the tags of both keys equal.
 */
import { createCipheriv } from 'node:crypto';
import { ghash, invert, multiply, toBlock, toNumber } from './gf128.ts';
import { grayJpeg, smallBmp } from './small-pictures.ts';

export interface Salamander {
  /** With the tag behind it. */
  ciphertext: Uint8Array;
  /** Opens it to a JPEG that holds the BMP's bytes, garbled, in a comment. */
  jpegKey: Uint8Array;
  /** Opens it to a BMP behind which the JPEG's bytes, garbled, are left over. */
  bmpKey: Uint8Array;
}

export interface SalamanderInput {
  /** Of AES-GCM, 12 bytes. */
  nonce: Uint8Array;
  /** Source of keys: about 65,536 are tried. */
  random: (length: number) => Uint8Array;
  /** The AES key that is used for a key; the key itself if left out. */
  derive?: (key: Uint8Array) => Uint8Array;
}

export function buildSalamander({ nonce, random, derive = (key) => key }: SalamanderInput): Salamander {
  const jpeg = grayJpeg();
  const bmp = smallBmp();
  // FF D8 · FF FE and the length of a comment over the rest of the BMP · the rest of the JPEG · room to the next block
  const comment = Buffer.of(0xff, 0xd8, 0xff, 0xfe, (bmp.length - 4) >> 8, (bmp.length - 4) & 255);
  const length = Math.ceil((bmp.length + jpeg.length - 2) / 16) * 16;

  const jpegKey = random(32);
  const jpegStream = keyStream(derive(jpegKey), nonce, length);
  const [first = 0, second = 0] = [0, 1].map((at) => (jpegStream[at] ?? 0) ^ (comment[at] ?? 0) ^ (bmp[at] ?? 0));
  const bmpKey = searchKey(random, (key) => {
    const stream = keyStream(derive(key), nonce, 2);
    return stream[0] === first && stream[1] === second;
  });
  const bmpStream = keyStream(derive(bmpKey), nonce, length);

  const ciphertext = Buffer.alloc(length + 16);
  const write = (plaintext: Uint8Array, stream: Uint8Array, from: number, to: number, origin = 0) => {
    for (let at = from; at < to; at++) ciphertext[at] = (plaintext[at - origin] ?? 0) ^ (stream[at] ?? 0);
  };
  write(comment, jpegStream, 0, 6);
  write(bmp, bmpStream, 6, bmp.length);
  write(jpeg.subarray(2), jpegStream, bmp.length, length, bmp.length);

  // the last block is nobody's: tag_1 = g_1 + x·h_1² + s_1 and tag_2 = g_2 + x·h_2² + s_2 are equal for one x
  const [a, b] = [jpegKey, bmpKey].map((key) => tagParts(derive(key), nonce, ciphertext));
  if (!a || !b) throw new Error('expected two keys');
  const x = multiply(a.tag ^ b.tag, invert(a.weight ^ b.weight));
  ciphertext.set(toBlock(x), length);
  const tag = toBlock(a.tag ^ multiply(x, a.weight));
  return { ciphertext: new Uint8Array(Buffer.concat([ciphertext, tag])), jpegKey, bmpKey };
}

function searchKey(random: (length: number) => Uint8Array, fits: (key: Uint8Array) => boolean): Uint8Array {
  for (;;) {
    const key = random(32);
    if (fits(key)) return key;
  }
}

/** What the tag is while the last block is zero, and what the last block is multiplied with. */
function tagParts(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): { tag: bigint; weight: bigint } {
  const h = toNumber(encryptBlocks(key, Buffer.alloc(16)));
  const mask = toNumber(encryptBlocks(key, counterBlock(nonce, 1)));
  return { tag: ghash(h, ciphertext) ^ mask, weight: multiply(h, h) };
}

/** Counter mode as GCM uses it: the first block of data has counter 2. */
function keyStream(key: Uint8Array, nonce: Uint8Array, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 16) }, (_, index) => counterBlock(nonce, index + 2));
  return encryptBlocks(key, Buffer.concat(blocks)).subarray(0, length);
}

function counterBlock(nonce: Uint8Array, counter: number): Uint8Array {
  const block = Buffer.alloc(16);
  block.set(nonce);
  block.writeUInt32BE(counter, 12);
  return block;
}

function encryptBlocks(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  return createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(blocks);
}
