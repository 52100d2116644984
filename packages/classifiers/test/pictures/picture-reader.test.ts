import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureReader } from '../../src/browser/picture-reader.ts';
import { limit } from '../../src/pictures/kernel.ts';

/** A browser in which every picture is black and half transparent. */
class HalfBlackCanvas {
  readonly width: number;
  readonly height: number;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
  getContext() {
    const { width, height } = this;
    const data = new Uint8ClampedArray(width * height * 4);
    for (let at = 3; at < data.length; at += 4) data[at] = 128;
    return { imageSmoothingEnabled: true, drawImage() {}, getImageData: () => ({ data }) };
  }
}

test('what can be seen through is looked at on a light, a grey and a dark page', async (t) => {
  t.after(() => {
    Reflect.deleteProperty(globalThis, 'OffscreenCanvas');
    Reflect.deleteProperty(globalThis, 'createImageBitmap');
  });
  Object.assign(globalThis, {
    OffscreenCanvas: HalfBlackCanvas,
    createImageBitmap: async () => ({ width: 300, height: 200, close() {} }),
  });
  const seen: number[] = [];
  const read = pictureReader({
    async classify(picture) {
      const input = 'input' in picture ? picture.input : null;
      seen.push(Math.round(((input?.[0] ?? 0) / limit) * 255));
      return {
        scores: { 'sensitive-picture': 0.1 * seen.length },
        prompt: null,
        language: null,
        silent: null,
        drill: false,
      };
    },
  });
  const { score } = await read(new Uint8Array([0xff, 0xd8, 0xff]));
  assert.deepEqual(seen, [127, 64, 0]);
  assert.equal(Math.round(score * 10), 3, 'the highest counts');
});
