import type { IdentifyLanguage } from '../language/identify-language.ts';
import type { OpenPack } from '../pack/read-pack.ts';
import type { TextKind, Verdict } from '../verdict.ts';
import type { ClassifierProblem, FromWorker, ToWorker } from './messages.ts';
import { openPacks } from './open-packs.ts';
import { silent } from './silent.ts';

/** What an opened pack can do. */
export interface PackEngine {
  classify(text: string): {
    readonly scores: Readonly<Partial<Record<TextKind, number>>>;
    readonly prompt: TextKind | null;
  };
}

/** The worker's side: packs are checked here, and no text ever leaves but as a verdict. */
export function serveClassifier(
  post: (message: FromWorker) => void,
  createEngine: (pack: OpenPack) => PackEngine | Promise<PackEngine>,
  identifyLanguage: IdentifyLanguage,
): (message: ToWorker) => Promise<void> {
  let engines: ReadonlyMap<string, PackEngine> = new Map();
  let broken: ReadonlySet<string> = new Set();

  async function open(message: ToWorker & { type: 'open' }): Promise<void> {
    const opened = await openPacks(message, createEngine);
    engines = new Map([...engines, ...opened.engines]);
    broken = new Set([...broken, ...opened.broken]);
    const { cards, versions, problems } = opened;
    post({ type: 'opened', cards, versions, problems });
  }

  function classify(text: string, languages: readonly string[]): { verdict: Verdict; problem?: ClassifierProblem } {
    const language = identifyLanguage(text, languages, (one) => engines.has(one) || broken.has(one));
    if (language === null) return { verdict: silent(null, 'undecided-language') };
    const engine = engines.get(language);
    if (!engine) return { verdict: silent(language, broken.has(language) ? 'unavailable' : 'no-pack') };
    try {
      return { verdict: { ...engine.classify(text), language, silent: null } };
    } catch (error) {
      // its message may quote what was read
      const detail = error instanceof Error ? error.name : typeof error;
      return { verdict: silent(language, 'unavailable'), problem: { code: 'engine-failed', language, detail } };
    }
  }

  return async (message) => {
    if (message.type === 'open') return open(message);
    if (message.type !== 'classify') return;
    post({ type: 'verdict', id: message.id, ...classify(message.text, message.languages) });
  };
}
