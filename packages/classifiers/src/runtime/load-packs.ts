import { type PackWitness, witnessPack } from '../pack/witness-pack.ts';
import { type Clock, restAfter } from './clock.ts';
import type { ClassifierProblem } from './messages.ts';
import type { PackSource } from './options.ts';

/** Milliseconds to rest after the first, the second, … time that wrong bytes came: each time costs a whole pack. */
const restsAfterRefusal = [10_000, 300_000, 3_600_000];

export interface LoadedPack {
  readonly language: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly witness: PackWitness;
}

export interface PackLoader {
  /** Those that come in time. The languages of the others are `missing`. Null: it was stopped. */
  load(): Promise<readonly LoadedPack[] | null>;
  /**
   * Those that are missing, once more; null where nothing is, or it is too soon, or they are on their way. It is not told why it is asked, so
   * that whoever serves packs cannot learn it.
   */
  loadMissing(): Promise<readonly LoadedPack[] | null> | null;
  /** Languages whose pack came, and is none that can be used: they are missing from now on. None: all that came are good. */
  refuse(languages: readonly string[]): void;
  readonly missing: readonly string[];
  /** Nobody waits for what is on its way. */
  stop(): void;
}

/** @param most milliseconds until a pack that has not come is left out */
export function createPackLoader(
  sources: readonly PackSource[],
  most: number,
  clock: Clock,
  report: (problem: ClassifierProblem) => void,
): PackLoader {
  let missing: ReadonlySet<string> = new Set();
  /** Languages of which wrong bytes came. */
  const refused = new Set<string>();
  let misses = 0;
  let refusals = 0;
  let againAt = 0;
  /** When the last load ended. */
  let cameAt = 0;
  let isUnderWay = false;
  let stop: () => void = () => undefined;

  async function loadFrom(from: readonly PackSource[]): Promise<readonly LoadedPack[] | null> {
    stop();
    isUnderWay = true;
    const late = new AbortController();
    const stopClock = clock.after(most, () => late.abort(new Error('it was not loaded in time')));
    let isStopped = false;
    stop = () => {
      isStopped = true;
      isUnderWay = false;
      stopClock();
      late.abort(new Error('nobody waits for it any more'));
    };
    const loaded = await Promise.all(
      from.map(async ({ language, load, isHandedOver }) => {
        try {
          const coming = load(late.signal, refused.has(language));
          const given = await Promise.race([coming, aborted(late.signal)]);
          const bytes = isHandedOver && isWhole(given) ? given : new Uint8Array(given);
          return [{ language, bytes, witness: await witnessPack(bytes) }];
        } catch (error) {
          const detail = error instanceof Error ? error.message : String(error);
          if (!isStopped) report({ code: 'pack-not-loaded', language, detail });
          return [];
        }
      }),
    );
    if (isStopped) return null;
    stopClock();
    isUnderWay = false;
    cameAt = clock.now();
    const found = loaded.flat();
    for (const { language } of found) refused.delete(language);
    const have = new Set(found.map(({ language }) => language));
    const asked = new Set(from.map(({ language }) => language));
    const lost = [...asked].filter((language) => !have.has(language));
    // one of another language may have been refused meanwhile
    missing = new Set([...[...missing].filter((language) => !asked.has(language)), ...lost]);
    if (lost.length > 0) {
      misses += 1;
      rest(restAfter(misses));
    }
    return found;
  }

  /** From when they came, or did not: how long a message held up what followed is nobody's business. */
  function rest(milliseconds: number): void {
    againAt = Math.max(againAt, cameAt + milliseconds);
  }

  return {
    load() {
      misses = 0;
      againAt = 0;
      return loadFrom(sources);
    },
    loadMissing() {
      if (missing.size === 0 || isUnderWay || clock.now() < againAt) return null;
      return loadFrom(sources.filter((source) => missing.has(source.language)));
    },
    refuse(languages) {
      if (languages.length === 0) {
        refusals = 0;
        return;
      }
      for (const language of languages) refused.add(language);
      missing = new Set([...missing, ...languages]);
      rest(restsAfterRefusal[Math.min(refusals, restsAfterRefusal.length - 1)] ?? 0);
      refusals += 1;
    },
    get missing() {
      return [...missing];
    },
    stop: () => stop(),
  };
}

/** Whether it is all of its memory, which can be handed on. */
function isWhole(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.length === bytes.buffer.byteLength;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason), { once: true }));
}
