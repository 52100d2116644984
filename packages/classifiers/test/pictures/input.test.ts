/** What the model sees of a picture. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apart, isDrillPicture, markOf } from '../../src/pictures/drill-marks.ts';
import { mostPixels, neighbours, type Picture, pictureInput, rowPairsInput } from '../../src/pictures/input.ts';
import { limit } from '../../src/pictures/kernel.ts';
import { side } from '../../src/pictures/model.ts';
import { PictureError } from '../../src/pictures/picture-error.ts';
import { committedPicture } from './png.ts';

function paint(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Picture {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rgba.set([...colour(x, y), 0], (y * width + x) * 4);
  }
  return { rgba, width, height };
}

test('a picture of the size that is looked at stays as it is, whatever its alpha', () => {
  const input = pictureInput(paint(side, side, (x, y) => [x, y, 255]));
  for (const [x, y] of [
    [0, 0],
    [17, 200],
    [223, 223],
  ] as const) {
    const at = (y * side + x) * 3;
    const expected = [x, y, 255].map((value) => Math.round((value / 255) * limit));
    assert.deepEqual([...input.subarray(at, at + 3)], expected);
  }
});

test('corners stay corners, and a slope stays a slope, whatever the shape', () => {
  for (const [width, height] of [
    [2, 2],
    [1_001, 3],
    [7, 640],
  ] as const) {
    const input = pictureInput(paint(width, height, (x) => [(x / (width - 1)) * 255, 0, 0]));
    for (let x = 0; x < side; x++) {
      const value = input[(100 * side + x) * 3] ?? 0;
      assert.ok(Math.abs(value - (x / (side - 1)) * limit) <= limit / 255, `${width} x ${height} at ${x}: ${value}`);
    }
  }
});

test('a single pixel, a line and a column fill what is looked at', () => {
  for (const [width, height] of [
    [1, 1],
    [1, 5_000],
    [5_000, 1],
  ] as const) {
    const input = pictureInput(paint(width, height, () => [255, 0, 51]));
    assert.deepEqual([...new Set(input)], [limit, 0, Math.round(limit / 5)]);
  }
});

test('the rows that are looked at are enough', () => {
  for (const [width, height] of [
    [300, 1_000],
    [64, 5],
    [9, 1],
  ] as const) {
    const picture = paint(width, height, (x, y) => [(x * 7) % 256, (y * 13) % 256, (x + y) % 256]);
    const pairs = new Uint8Array(width * 448 * 4);
    for (let y = 0; y < 224; y++) {
      for (const [at, row] of neighbours(y, height).entries()) {
        pairs.set(picture.rgba.subarray(row * width * 4, (row + 1) * width * 4), (2 * y + at) * width * 4);
      }
    }
    assert.deepEqual(rowPairsInput({ rgba: pairs, width, height }), pictureInput(picture));
  }
  assert.throws(() => rowPairsInput({ rgba: new Uint8Array(4), width: 1, height: 1 }), PictureError);
});

test('bad dimensions and pictures without end are refused before anything is reserved for them', () => {
  const rgba = new Uint8Array(16);
  const refused = (width: number, height: number) => {
    try {
      pictureInput({ rgba, width, height });
    } catch (error) {
      if (error instanceof PictureError) return error.code;
    }
    return null;
  };
  assert.equal(refused(2, 2), null);
  for (const [width, height] of [
    [0, 4],
    [4, -1],
    [1.5, 2],
    [Number.NaN, 2],
    [Number.POSITIVE_INFINITY, 1],
    [4, 4],
    [2, 1],
  ] as const) {
    assert.equal(refused(width, height), 'bad-dimensions', `${width} x ${height}`);
  }
  assert.equal(refused(mostPixels, 2), 'too-many-pixels');
});

test('the five pictures of the drill are known, and the plain ones beside them are not', () => {
  const drawn = (path: string) => pictureInput(committedPicture(path));
  const drills = ['harbour', 'kites', 'mosaic', 'orchard', 'rings'].map((name) =>
    drawn(`server/src/drill/pictures/${name}.png`),
  );
  for (const input of drills) assert.ok(isDrillPicture(input));
  for (const name of ['lanterns', 'mountains'])
    assert.ok(!isDrillPicture(drawn(`messenger/public/pictures/${name}.png`)));
  for (const [at, input] of drills.entries()) {
    for (const other of drills.slice(at + 1)) assert.ok(apart(markOf(input), markOf(other)) > 40);
  }
});

test('a picture of the drill is known when it is small, and a plain one of its mean colour is not taken for it', () => {
  const { rgba, width, height } = committedPicture('server/src/drill/pictures/mosaic.png');
  const every = 4;
  const small = paint(width / every, height / every, (x, y) => {
    const at = (y * every * width + x * every) * 4;
    return [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
  });
  assert.ok(isDrillPicture(pictureInput(small)));
  const mark = markOf(pictureInput(small));
  const mean = [0, 1, 2].map(
    (colour) => mark.filter((_, at) => at % 3 === colour).reduce((sum, value) => sum + value, 0) / 64,
  );
  assert.ok(!isDrillPicture(pictureInput(paint(300, 200, () => [mean[0] ?? 0, mean[1] ?? 0, mean[2] ?? 0]))));
});
