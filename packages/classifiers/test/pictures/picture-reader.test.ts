import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { PackCard, PictureVerdict } from '@wellhouse/classifiers';
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

const jpeg = new Uint8Array([0xff, 0xd8, 0xff]);
/** The beginning of a WebP that says of itself that it moves. */
const moving = Buffer.from('RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x12\0\0\0', 'latin1');

function drawInHalfBlack(t: TestContext): void {
  t.after(() => {
    Reflect.deleteProperty(globalThis, 'OffscreenCanvas');
    Reflect.deleteProperty(globalThis, 'createImageBitmap');
  });
  Object.assign(globalThis, {
    OffscreenCanvas: HalfBlackCanvas,
    createImageBitmap: async () => ({ width: 300, height: 200, close() {} }),
  });
}

test('without a pack there is no model, and a worker that is gone for now is late; a file that moves is refused in any case', async (t) => {
  drawInHalfBlack(t);
  const silent: PictureVerdict = { scores: {}, prompt: null, language: null, silent: 'unavailable', drill: false };
  const readWith = (packs: readonly PackCard[]) => pictureReader({ packs, classify: async () => silent });
  const card: PackCard = { id: 'pictures', language: 'zxx', kinds: [], version: 1, size: 1, licences: [] };
  assert.equal(await readWith([])(jpeg), 'no-model');
  assert.equal(await readWith([card])(jpeg), 'late');
  for (const packs of [[], [card]]) await assert.rejects(readWith(packs)(moving), { code: 'moving' });
});

test('attack: a picture that kills the worker is no picture without a model, though the next worker has no pack yet', async (t) => {
  drawInHalfBlack(t);
  const card: PackCard = { id: 'pictures', language: 'zxx', kinds: [], version: 1, size: 1, licences: [] };
  for (const answers of [true, false]) {
    const classifier = {
      packs: answers ? [] : [card],
      async classify(): Promise<PictureVerdict> {
        return { scores: { 'sensitive-picture': 0 }, prompt: null, language: null, silent: null, drill: false };
      },
    };
    const read = pictureReader(classifier);
    if (answers) await read(jpeg);
    classifier.classify = async () => {
      classifier.packs = [];
      return { scores: {}, prompt: null, language: null, silent: 'unavailable', drill: false };
    };
    assert.deepEqual([await read(jpeg), await read(jpeg)], ['late', 'late']);
  }
});

test('what can be seen through is looked at on a light, a grey and a dark page', async (t) => {
  drawInHalfBlack(t);
  const seen: number[] = [];
  const read = pictureReader({
    packs: [],
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
  const reading = await read(jpeg);
  assert.ok(typeof reading === 'object', String(reading));
  const { score } = reading;
  assert.deepEqual(seen, [127, 64, 0]);
  assert.equal(Math.round(score * 10), 3, 'the highest counts');
});
