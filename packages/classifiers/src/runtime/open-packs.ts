import { PackError } from '../pack/pack-error.ts';
import { cardOf, type OpenPack, openPack, seriesOf } from '../pack/read-pack.ts';
import type { PackCard } from '../verdict.ts';
import type { ClassifierProblem, ToWorker } from './messages.ts';

interface Opened<Engine> {
  /** By language. */
  readonly engines: ReadonlyMap<string, Engine>;
  /** Languages whose pack cannot be used. */
  readonly broken: ReadonlySet<string>;
  readonly cards: readonly PackCard[];
  readonly versions: Readonly<Record<string, number>>;
  readonly problems: readonly ClassifierProblem[];
}

/** Checks packs to the last byte and starts the engine of each. What is wrong with one concerns no other. */
export async function openPacks<Engine>(
  { packs, missing, trustedKeys, minimumVersions }: ToWorker & { type: 'open' },
  createEngine: (pack: OpenPack) => Engine | Promise<Engine>,
): Promise<Opened<Engine>> {
  const engines = new Map<string, Engine>();
  const broken = new Set(missing);
  const cards: PackCard[] = [];
  const versions: Record<string, number> = { __proto__: null as never };
  const problems: ClassifierProblem[] = [];
  for (const { language, bytes, witness } of packs) {
    if (engines.has(language)) {
      problems.push({ code: 'pack-unusable', language, detail: 'is the second for its language; the first is in use' });
      continue;
    }
    try {
      const pack = await openPack(bytes, { trustedKeys, minimumVersions, language }, witness);
      engines.set(language, await createEngine(pack));
      cards.push(cardOf(pack));
      for (const name of [pack.header.id, seriesOf(pack)]) versions[name] = pack.header.version;
    } catch (error) {
      broken.add(language);
      const code = error instanceof PackError ? error.code : 'pack-unusable';
      problems.push({ code, language, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return { engines, broken, cards, versions: { ...versions }, problems };
}
