/** What a pack's model of pictures may be, and what it says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPictureEngine, type PicturePack } from '../../src/pictures/engine.ts';
import { pictureInput } from '../../src/pictures/input.ts';
import { side } from '../../src/pictures/model.ts';
import { drillNetwork } from './drill-network.ts';
import { committedPicture } from './png.ts';

function pack(
  change: { model?: unknown; threshold?: number; weights?: Uint8Array; channels?: Uint8Array } = {},
): PicturePack {
  const small = drillNetwork(1);
  const { model = small.model, threshold = 0.5, weights = small.weights, channels = small.channels } = change;
  return {
    header: { kinds: ['sensitive-picture'], thresholds: { 'sensitive-picture': threshold }, model },
    section: (name) => (name === 'weights' ? weights : channels),
  };
}

const plain = pictureInput(committedPicture('messenger/public/pictures/lanterns.png'));
const drill = pictureInput(committedPicture('server/src/drill/pictures/kites.png'));

test('the score is the sum of the classes that the pack calls sensitive, and its threshold cuts', () => {
  const { porn, sexy, hentai } = openPictureEngine(pack()).classes(plain);
  const expected = (hentai ?? 0) + (porn ?? 0) + (sexy ?? 0);
  const asked = (threshold: number) => openPictureEngine(pack({ threshold })).look(plain);
  assert.deepEqual(asked(expected), {
    scores: { 'sensitive-picture': expected },
    prompt: 'sensitive-picture',
    drill: false,
  });
  assert.equal(asked(Math.min(1, expected + 0.001)).prompt, null);
});

test('a picture of the drill is a drill and says so, whatever the model would have said', () => {
  const engine = openPictureEngine(pack({ threshold: 1 }));
  assert.deepEqual(engine.look(drill), {
    scores: { 'sensitive-picture': 1 },
    prompt: 'sensitive-picture',
    drill: true,
  });
  assert.equal(engine.look(plain).drill, false);
});

test('a model whose numbers are none finds nothing and says so', () => {
  const channels = new Uint8Array(drillNetwork(1).channels.length).fill(255);
  assert.throws(() => openPictureEngine(pack({ channels })).look(plain), { code: 'model-malformed' });
  assert.throws(() => openPictureEngine(pack()).look(new Int16Array(side)), { code: 'model-malformed' });
});

test('a model that does not hold together is refused', () => {
  const { model, weights, channels } = drillNetwork(1);
  const { layers } = model;
  const [stem, depthwise] = layers;
  assert.ok(stem && depthwise);
  const swap = (at: number, change: object) => ({
    ...model,
    layers: layers.map((layer, index) => (index === at ? { ...layer, ...change } : layer)),
  });
  const bad: Record<string, unknown> = {
    'no model': null,
    'another architecture': { ...model, architecture: 'mobilenet-v3/1' },
    'no classes': { ...model, classes: [] },
    'a class that is none': { ...model, sensitive: ['other'] },
    'no layers': { ...model, layers: [] },
    'layers without end': { ...model, layers: Array.from({ length: 101 }, () => stem) },
    'another order': { ...model, layers: [depthwise, stem, ...layers.slice(2)] },
    'a step of no kind': swap(0, { step: 'constructor' }),
    'no end': { ...model, layers: layers.slice(0, -2) },
    'more classes than outputs': { ...model, classes: [...model.classes, 'more'] },
    'weights outside': swap(3, { weights: weights.length }),
    'weights before the beginning': swap(3, { weights: -8 }),
    'scales outside': swap(3, { scales: channels.length }),
    'scales between numbers': swap(3, { scales: 2 }),
    'half a channel': swap(3, { outputs: 23.5 }),
    'channels that are no multiple of eight': swap(3, { outputs: 20 }),
    'channels without end': swap(3, { outputs: 8_000_000 }),
    'another number by channel': swap(1, { outputs: 16 }),
    'a stride of nothing': swap(1, { stride: 0 }),
    'an addition to what has another shape': swap(5, { adds: true }),
    'a zero that no byte is': swap(2, { zero: 256 }),
  };
  for (const [name, changed] of Object.entries(bad)) {
    assert.throws(() => openPictureEngine(pack({ model: changed })), { code: 'model-malformed' }, name);
  }
  const wide = layers.slice(0, 2).map((layer) => ({ ...layer, outputs: 1_024, weights: 0, scales: 0, bias: 0 }));
  const memory = {
    model: { ...model, layers: [...wide, ...layers.slice(2)] },
    weights: new Uint8Array(2 ** 20),
    channels: new Uint8Array(2 ** 20),
  };
  assert.throws(() => openPictureEngine(pack(memory)), { code: 'model-malformed', message: /bytes of memory/ });
  assert.throws(() => openPictureEngine({ ...pack(), header: { ...pack().header, kinds: ['threat'] } }), {
    code: 'model-malformed',
  });
});
