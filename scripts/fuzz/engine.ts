import { Random } from './random.ts';

/** Something that reads input of type `I` from strangers. */
export interface Target<I> {
  name: string;
  /** The corpus to begin with: valid and invalid inputs, from the vectors. */
  seeds: readonly I[];
  mutate: (random: Random, input: I, other: I) => I;
  /**
   * Reads one input and names what happened, e.g. `accepted text+quote` or `too-long text`: inputs with new names join the
   * corpus. Throws where the decoder broke its promise: another error than its own, or an encoding accepted that is not canonical.
   */
  run: (input: I) => string;
  /** For people: the input that broke it. */
  show: (input: I) => string;
}

export interface FuzzOptions {
  seed: number;
  /** Ends the run, whichever comes first. */
  cases?: number;
  milliseconds?: number;
  /** Called now and then. */
  progress?: (cases: number) => void;
}

export interface Finding {
  target: string;
  seed: number;
  /** The same seed breaks it again at the same case. */
  case: number;
  input: string;
  error: string;
}

export interface FuzzResult {
  target: string;
  seed: number;
  cases: number;
  accepted: number;
  behaviours: string[];
  corpus: number;
  milliseconds: number;
  /** Of heap and buffers above the start, sampled. */
  peakMiB: number;
  finding: Finding | null;
}

const maximumCorpus = 4_096;
const batch = 4_096;
/** Far more than any decoder may hold on to; sampled once a batch. */
const memoryLimitMiB = 768;

/** A target whose input type is no longer of interest. */
export interface AnyTarget {
  name: string;
  fuzz: (options: FuzzOptions) => FuzzResult;
}

export function fuzzable<I>(target: Target<I>): AnyTarget {
  return { name: target.name, fuzz: (options) => fuzz(target, options) };
}

function fuzz<I>(target: Target<I>, options: FuzzOptions): FuzzResult {
  const { seed, cases: limit = Number.POSITIVE_INFINITY, milliseconds = Number.POSITIVE_INFINITY } = options;
  const random = new Random(seed);
  const corpus = [...target.seeds];
  const behaviours = new Set<string>();
  const began = performance.now();
  const startMiB = memoryMiB();
  let peakMiB = 0;
  let accepted = 0;
  let cases = 0;
  let finding: Finding | null = null;

  const attempt = (input: I, keep: boolean): void => {
    cases++;
    try {
      const behaviour = target.run(input);
      if (behaviour.startsWith('accepted')) accepted++;
      if (behaviours.has(behaviour)) return;
      behaviours.add(behaviour);
      if (keep && corpus.length < maximumCorpus) corpus.push(input);
    } catch (error) {
      finding = { target: target.name, seed, case: cases, input: target.show(input), error: String(error) };
    }
  };

  for (const input of target.seeds) if (finding === null && cases < limit) attempt(input, false);
  while (finding === null && cases < limit && performance.now() - began < milliseconds) {
    for (let left = Math.min(batch, limit - cases); left > 0 && finding === null; left--) {
      attempt(target.mutate(random, random.pick(corpus), random.pick(corpus)), true);
    }
    peakMiB = Math.max(peakMiB, memoryMiB() - startMiB);
    if (peakMiB > memoryLimitMiB && finding === null) {
      finding = { target: target.name, seed, case: cases, input: '', error: `memory grew by ${peakMiB} MiB` };
    }
    options.progress?.(cases);
  }
  const result = { target: target.name, seed, cases, accepted, corpus: corpus.length, peakMiB, finding };
  return { ...result, behaviours: [...behaviours].sort(), milliseconds: Math.round(performance.now() - began) };
}

function memoryMiB(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return Math.round((heapUsed + arrayBuffers) / 2 ** 20);
}
