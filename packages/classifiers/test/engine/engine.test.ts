/** From a text to scores and a prompt: long texts, odd ones, calibration, thresholds, and models that are none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calibrate, choosePrompt, openTextEngine, type TextPack, unhurried } from '../../src/engine/engine.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { maxTokens } from '../../src/engine/model.ts';
import { ngramFeatures } from '../../src/engine/ngrams.ts';
import { normalise } from '../../src/engine/normalise.ts';
import { createTokenizer } from '../../src/engine/pieces.ts';
import { quantise } from '../../src/engine/quantise.ts';
import { textKinds } from '../../src/verdict.ts';
import { drillModel, drillPack } from './drill-model.ts';

const drill = drillModel(7);
const engine = openTextEngine(drillPack(drill));
const tokenize = createTokenizer(drill.description.vocabulary);
const { model, sections } = quantise(drill.description, drill.floats);

function openWith(changed: Partial<TextPack['header']>, parts: Partial<typeof sections> = {}) {
  const whole: Record<string, Uint8Array> = { ...sections, ...parts };
  return openTextEngine({
    header: { kinds: textKinds, thresholds: {}, calibration: {}, model, ...changed },
    section: (name) => whole[name] ?? new Uint8Array(),
  });
}

function assertAnswers(text: string): void {
  const { scores } = engine.classify(text);
  assert.deepEqual(Object.keys(scores), [...textKinds]);
  for (const score of Object.values(scores)) assert.ok(score >= 0 && score <= 1, String(score));
}

test('any text is answered, with a score between 0 and 1 for every kind', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), assertAnswers));
});

test('a megabyte of text, of emoji, of hidden characters and of one letter is answered', () => {
  for (const text of ['drill alarm ', '😀', 'a\u200b\u202e', 'z', '\u0301'])
    assertAnswers(text.repeat(2 ** 20 / text.length));
});

test('a text in which nothing can be read scores nothing and prompts for nothing', () => {
  const eager = openWith({ thresholds: { threat: 1e-9 }, calibration: {} });
  for (const text of ['', ' \n\t ', '\u200b\u2060', '\u202e']) {
    assert.equal(eager.logits(text), null);
    const { scores, prompt } = eager.classify(text);
    assert.deepEqual(scores, Object.fromEntries(textKinds.map((kind) => [kind, 0])));
    assert.equal(prompt, null);
  }
  assert.equal(eager.classify('drill').prompt, 'threat');
});

test('the last of 96 pieces counts, and so does the one after', () => {
  for (const before of [maxTokens - 1, maxTokens]) {
    const text = 'drill '.repeat(before);
    assert.equal(tokenize(`${text}drill`).ids.length, before + 1);
    assert.notDeepEqual(engine.logits(`${text}drill`), engine.logits(`${text}alarm`));
  }
});

test('of a long text every kind has the logit of the window that says the most', () => {
  const plain = drillModel(11, { ngrams: false });
  const of = openTextEngine(drillPack(plain));
  // three windows: the later ones are not the beginning of a text, so their first word keeps its mark
  const [half, one] = [maxTokens / 2, maxTokens];
  const windows = ['drill '.repeat(one), 'drill '.repeat(half) + 'alarm '.repeat(half), 'alarm '.repeat(one)];
  const each = windows.map((text) => of.logits(text.trim()) ?? {});
  const whole = of.logits('drill '.repeat(one) + 'alarm '.repeat(one));
  for (const head of plain.description.heads) {
    assert.equal(whole?.[head], Math.max(...each.map((logits) => logits[head] ?? Number.NaN)), head);
  }
});

test('attack: one line in harmless words is read wherever it stands in as much as is read of a text', () => {
  const line = 'never meet alarm seven '.repeat(6);
  const parts = Array.from({ length: 40 }, () => 'good morning paper station '.repeat(11));
  const harmless = engine.logits(parts.join(''));
  for (let at = 0; at <= parts.length; at += 4)
    assert.notDeepEqual(engine.logits(parts.toSpliced(at, 0, line).join('')), harmless, `at ${at}`);
});

test('a text that takes too long is read at its beginning and its end, and then evenly as far as the time goes', () => {
  let time = 0;
  // reading the clock is what takes time here: half a second for every window
  const slow = openTextEngine(drillPack(drill), () => (time += 500));
  // words that are one piece each, so that windows lie the same whatever stands in them
  const drills = Array.from({ length: 2_000 }, () => 'drill');
  const withAlarm = (at: number) => drills.toSpliced(at, 10, ...Array.from({ length: 10 }, () => 'alarm')).join(' ');
  const plain = drills.join(' ');
  for (const at of [5, 1_985, 1_000, 1_300])
    assert.notDeepEqual(slow.logits(withAlarm(at)), slow.logits(plain), `at ${at}`);
  assert.deepEqual(slow.logits(withAlarm(200)), slow.logits(plain), 'there was no time for it');
  const patient = openTextEngine(drillPack(drill), unhurried);
  assert.notDeepEqual(patient.logits(withAlarm(200)), patient.logits(plain));
  assert.deepEqual(slow.logits('drill alarm'), engine.logits('drill alarm'));
});

test('attack: what nobody sees does not push a message out of what is read', () => {
  const said = engine.logits('meet at the station');
  for (const padding of ['\u200b', ' ', '\n', '\u2060 '])
    assert.deepEqual(engine.logits(`${padding.repeat(30_000)}meet at the station${padding.repeat(10_000)}`), said);
});

test('a pack whose numbers are none prompts for nothing: it throws', () => {
  const broken = openWith(
    { thresholds: { threat: 0.5 } },
    { tensors: new Uint8Array(sections.tensors.length).fill(255) },
  );
  assert.throws(() => broken.classify('meet at the station'), { code: 'model-malformed' });
});

test('what stands at the end of a very long text is read', () => {
  const filler = 'paper '.repeat(40_000);
  const end = 'never meet alarm seven '.repeat(24);
  assert.notDeepEqual(engine.logits(filler), engine.logits(filler + end));
});

test('case, width and hidden characters that a reader does not see change no score', () => {
  const said = engine.logits('meet at the station, good morning');
  assert.deepEqual(engine.logits('m\u200beet at the st\u2060ation, g\u00adood morning'), said);
  assert.deepEqual(
    engine.logits('ｍｅｅｔ at\u3000the station，good morning'),
    engine.logits('meet at the station,good morning'),
  );
  assert.equal(normalise('\u2067meet\u2069'), 'meet');
});

test('n-grams add to the logits, and only where a pack has them', () => {
  const { description, floats } = drill;
  const without = { ...description, tensors: description.tensors.filter(({ name }) => name !== 'ngrams.weight') };
  const bare = openTextEngine(drillPack({ description: without, floats }));
  assert.notDeepEqual(engine.logits('drill alarm'), bare.logits('drill alarm'));
});

test('a model of n-grams alone says what the weights of its features and its biases add up to', () => {
  const buckets = 64;
  const weights = Float32Array.from({ length: 2 * buckets }, (_, index) =>
    index % buckets === 0 ? 127 : (index * 37) % 127,
  );
  const floats = new Uint8Array(Float32Array.from([...weights, 0.5, -2]).buffer);
  const tensors = [
    { name: 'ngrams.weight', shape: [2, buckets], offset: 0 },
    { name: 'head.bias', shape: [2], offset: 8 * buckets },
  ];
  const description = {
    architecture: 'ngrams/1',
    heads: ['threat', 'spam'],
    layers: [],
    vocabulary: [],
    tensors,
  } as const;
  const of = openTextEngine(drillPack({ description, floats }, { kinds: ['threat', 'spam'] }));
  const text = 'Drill alarm, drill!';
  const { buckets: found, values } = ngramFeatures(text, buckets);
  const expected = [0.5, -2].map((bias, head) =>
    values.reduce((sum, value, at) => sum + value * (weights[head * buckets + (found[at] ?? 0)] ?? 0), bias),
  );
  const actual = Object.values(of.logits(text) ?? {});
  // int8 stands for whole numbers up to 127 exactly
  for (const [head, value] of expected.entries()) assert.ok(Math.abs((actual[head] ?? Number.NaN) - value) < 1e-4);
  assert.equal(of.logits('\u200b'), null);
  const long = 'paper '.repeat(100_000);
  assert.notDeepEqual(of.logits(long), of.logits(`${long}never meet`));
});

test('calibration goes through its points, rises between them and is flat outside', () => {
  const points = [
    [-2, 0.1],
    [0, 0.4],
    [3, 0.95],
  ] as const;
  assert.deepEqual(
    [-9, -2, -1, 0, 1.5, 3, 9].map((logit) => calibrate(logit, points)),
    [0.1, 0.1, 0.25, 0.4, 0.675, 0.95, 0.95],
  );
  assert.equal(calibrate(0, undefined), 0.5);
  const rising = fc.property(fc.float({ noNaN: true }), fc.float({ noNaN: true }), (a, b) => {
    assert.ok(calibrate(Math.min(a, b), points) <= calibrate(Math.max(a, b), points));
  });
  fc.assert(rising);
});

test('of several kinds that pass, the prompt is the one that matters most, and a kind without a threshold never prompts', () => {
  const all = { threat: 0.9, hate: 0.9, insult: 0.9, sexual: 0.9, spam: 0.9, sextortion: 0.9 };
  const half = { threat: 0.5, hate: 0.5, insult: 0.5, sexual: 0.5, spam: 0.5, sextortion: 0.5 };
  const left = new Map(Object.entries(all));
  const order: (string | null)[] = [];
  while (left.size > 0) {
    const prompt = choosePrompt(Object.fromEntries(left), half);
    order.push(prompt);
    left.delete(prompt ?? '');
  }
  assert.deepEqual(order, ['sextortion', 'threat', 'sexual', 'hate', 'insult', 'spam']);
  assert.equal(choosePrompt(all, { spam: 0.9 }), 'spam');
  assert.equal(choosePrompt(all, { spam: 0.91 }), null);
  assert.equal(choosePrompt(all, {}), null);
});

test('a head that is not among the kinds of the pack neither scores nor prompts', () => {
  const { scores } = openWith({ kinds: ['spam'], thresholds: { spam: 1e-9 } }).classify('drill');
  assert.deepEqual(Object.keys(scores), ['spam']);
});

test('a model, vocabulary or tensors that are none are refused by name', () => {
  const [first, second] = model.tensors;
  assert.ok(first && second);
  const renamed = model.tensors.map((place) => (place.name === 'u.th.weight' ? { ...place, name: 'th' } : place));
  const moved = [{ ...first, offset: 2 ** 30 }, ...model.tensors.slice(1)];
  const turned = [{ ...first, shape: [...first.shape].reverse() }, ...model.tensors.slice(1)];
  const malformed: [string, () => unknown][] = [
    ['no model', () => openWith({ model: null })],
    ['another architecture', () => openWith({ model: { ...model, architecture: 'other/1' } })],
    ['a tensor that is missing', () => openWith({ model: { ...model, tensors: renamed } })],
    ['a tensor outside', () => openWith({ model: { ...model, tensors: moved } })],
    ['an offset that is odd', () => openWith({ model: { ...model, tensors: [{ ...first, offset: 4 }] } })],
    ['a shape of another', () => openWith({ model: { ...model, tensors: turned } })],
    ['too few tensors', () => openWith({}, { tensors: sections.tensors.slice(0, -1024) })],
    ['too few heads', () => openWith({ model: { ...model, heads: ['threat'] } })],
    ['heads that do not divide', () => openWith({ model: { ...model, layers: [{ heads: 3, scale: 1 }] } })],
    ['a vocabulary that is no JSON', () => openWith({}, { vocabulary: new Uint8Array([0xff, 0xfe]) })],
    ['more pieces than embeddings', () => openWith({}, { vocabulary: pieces(500) })],
  ];
  for (const [what, open] of malformed) {
    assert.throws(open, (error) => error instanceof EngineError && error.code === 'model-malformed', what);
  }
});

function pieces(count: number): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(Array.from({ length: count }, (_, index) => [`p${index}`, -index])));
}

test('a header in which anything was changed opens or is refused by name, and never breaks the engine', () => {
  const values = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.string({ maxLength: 5 }),
    fc.constantFrom(null, [], {}, 2 ** 31, -16, 16),
  );
  const changes = fc.tuple(fc.nat({ max: 3000 }), values);
  const property = fc.property(changes, ([place, value]) => {
    const copy: unknown = JSON.parse(JSON.stringify(model));
    changeAt(copy, { left: place }, value);
    try {
      openWith({ model: copy }).classify('drill alarm 😀');
    } catch (error) {
      assert.ok(error instanceof EngineError, String(error));
    }
  });
  fc.assert(property, { numRuns: 300 });
});

/** Puts a value at the n-th place of a JSON tree, counted over and over. */
function changeAt(node: unknown, count: { left: number }, value: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const holder = node as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    if (count.left-- === 0) {
      holder[key] = value;
      return;
    }
    changeAt(holder[key], count, value);
    if (count.left < 0) return;
  }
}
