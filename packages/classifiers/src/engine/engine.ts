import { type AbuseKind, promptOrder, type TextKind, textKinds } from '../verdict.ts';
import { createEncoder, type Encoder } from './encoder.ts';
import { malformed } from './errors.ts';
import { parseTextModel, parseVocabulary } from './model.ts';
import { normalise } from './normalise.ts';
import { createTokenizer } from './pieces.ts';
import { createScoring } from './scoring.ts';
import { inStrides, type Window, windowsOfPieces, windowsOfText } from './windows.ts';

/** Of one text: windows that are not read by then are left out. A device that takes 30 ms for one reads all 64. */
const mostMilliseconds = 2_000;

/** For who waits for all 64 windows, so that what is said does not depend on how busy a machine is. */
export const unhurried = (): number => 0;

/** A text pack whose bytes have been checked; an `OpenPack` is one. */
export interface TextPack {
  readonly header: {
    readonly kinds: readonly AbuseKind[];
    readonly thresholds: Readonly<Partial<Record<TextKind, number>>>;
    readonly calibration: Readonly<Record<string, Calibration>>;
    readonly model: unknown;
  };
  section(name: string): Uint8Array;
}

/** Points `[logit, score]`, rising: straight lines between them, flat outside. */
type Calibration = readonly (readonly [logit: number, score: number])[];

export interface TextVerdict {
  readonly scores: Readonly<Partial<Record<TextKind, number>>>;
  readonly prompt: TextKind | null;
}

/** The model of one pack. Synchronous: run it where nobody waits for the screen. */
export interface TextEngine {
  /**
   * Scores of the pack's kinds, all 0 for a text in which nothing can be read, and the kind to prompt for.
   * @throws EngineError `model-malformed` where the pack's numbers say nothing
   */
  classify(text: string): TextVerdict;
  /** What the model says before calibration, by the names of its heads; null: nothing can be read. */
  logits(text: string): Record<string, number> | null;
}

/**
 * @param now milliseconds, for the time that one text may take
 * @throws EngineError `model-malformed`, `no-simd`; what `pack.section` throws
 */
export function openTextEngine(pack: TextPack, now = () => performance.now()): TextEngine {
  const { thresholds, calibration } = pack.header;
  const model = parseTextModel(pack.header.model);
  const kinds = textKinds.filter((kind) => pack.header.kinds.includes(kind));
  const missing = pack.header.kinds.find((kind) => kind === 'sensitive-picture' || !model.heads.includes(kind));
  if (missing) throw malformed(`no head for ${missing}`);
  const tensors = pack.section('tensors');
  const encoder = model.architecture === 'use-lite/1' ? createEncoder(model, tensors) : null;
  const score = createScoring(model, tensors, encoder);
  const windows = encoder ? windowsFor(encoder, pack.section('vocabulary')) : windowsOfText;
  const logits = (text: string): Record<string, number> | null => {
    const said: Float64Array[] = [];
    const until = now() + mostMilliseconds;
    for (const window of inStrides(windows(normalise(text)))) {
      if (said.length >= 2 && now() > until) break;
      said.push(score(window));
    }
    if (said.length === 0) return null;
    if (!said.every((values) => values.every(Number.isFinite))) throw malformed('a head says what is no number');
    return Object.fromEntries(
      model.heads.map((head, index) => [head, Math.max(...said.map((values) => values[index] ?? 0))]),
    );
  };
  return {
    logits,
    classify(text) {
      const found = logits(text);
      const scores: Partial<Record<TextKind, number>> = {};
      for (const kind of kinds) scores[kind] = found ? calibrate(found[kind] ?? 0, calibration[kind]) : 0;
      return { scores, prompt: found ? choosePrompt(scores, thresholds) : null };
    },
  };
}

function windowsFor(encoder: Encoder, section: Uint8Array): (text: string) => Window[] {
  const vocabulary = parseVocabulary(section);
  if (vocabulary.length > encoder.vocabulary) throw malformed('there are fewer embeddings than pieces');
  const tokenize = createTokenizer(vocabulary);
  return (text) => windowsOfPieces(text, tokenize(text));
}

/** Logit -> score; without points by the logistic function. */
export function calibrate(logit: number, points: Calibration | undefined): number {
  const [first] = points ?? [];
  if (!points || !first) return 1 / (1 + Math.exp(-logit));
  let [fromLogit, fromScore] = first;
  if (logit <= fromLogit) return fromScore;
  for (const [toLogit, toScore] of points) {
    if (logit <= toLogit) {
      const way = (logit - fromLogit) / (toLogit - fromLogit);
      return fromScore + (toScore - fromScore) * way;
    }
    [fromLogit, fromScore] = [toLogit, toScore];
  }
  return fromScore;
}

/** The first in `promptOrder` of those that reach their threshold. */
export function choosePrompt(
  scores: Readonly<Partial<Record<TextKind, number>>>,
  thresholds: Readonly<Partial<Record<TextKind, number>>>,
): TextKind | null {
  const passes = (kind: TextKind) =>
    (scores[kind] ?? Number.NEGATIVE_INFINITY) >= (thresholds[kind] ?? Number.POSITIVE_INFINITY);
  return promptOrder.find(passes) ?? null;
}
