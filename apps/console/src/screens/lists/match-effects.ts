import type { List } from '@wellhouse/protocol';
import type { MessageKey } from '../../i18n/messages.ts';

/** What came of a match, as the server counts it; the weightiest first. */
const known = [
  'hold',
  'counted',
  'harmless',
  'set-aside',
  'too-few-sources',
  'not-allowed',
  'too-weak',
  'gone',
] as const;
type KnownEffect = (typeof known)[number];

/** How an effect is drawn: what held or would have held stands out from what came to nothing. */
export type EffectTone = 'held' | 'counted' | 'harmless' | 'aside' | 'none';

export interface EffectCount {
  /** As the server names it; one that this console does not know is kept. */
  effect: string;
  /** Key of its words, which take the `count`; null: this console knows none. */
  words: MessageKey | null;
  tone: EffectTone;
  pictures: number;
}

const tones: Record<string, EffectTone> = {
  hold: 'held',
  counted: 'counted',
  harmless: 'harmless',
  'set-aside': 'aside',
};

/** A list's matches of the last seven days by what came of them, without those that did not occur. */
export function effectCounts({ kind, matches }: Pick<List, 'kind' | 'matches'>): EffectCount[] {
  return Object.entries(matches)
    .filter(([, pictures]) => pictures > 0)
    .sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
    .map(([effect, pictures]) => ({ effect, words: wordsOf(effect, kind), tone: tones[effect] ?? 'none', pictures }));
}

function isKnown(effect: string): effect is KnownEffect {
  return known.some((name) => name === effect);
}

function placeOf(effect: string): number {
  return isKnown(effect) ? known.indexOf(effect) : known.length;
}

function wordsOf(effect: string, kind: List['kind']): MessageKey | null {
  if (!isKnown(effect)) return null;
  return effect === 'counted' ? `lists.effect.counted.${kind}` : `lists.effect.${effect}`;
}
