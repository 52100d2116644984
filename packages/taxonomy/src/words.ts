import { z } from 'zod';
import ar from './data/words/ar.json' with { type: 'json' };
import de from './data/words/de.json' with { type: 'json' };
import en from './data/words/en.json' with { type: 'json' };
import es from './data/words/es.json' with { type: 'json' };
import type { LabelLocale } from './locales.ts';

const NodeWords = z.strictObject({
  label: z.string().min(1).max(200),
  hint: z.string().min(1).max(400).optional(),
  /** Above the choices of a screen; absent on a leaf. */
  question: z.string().min(1).max(200).optional(),
});

const Words = z.strictObject({
  /** By node id. */
  adult: z.record(z.string(), NodeWords),
  child: z.record(z.string(), NodeWords),
  /** By leaf id: what the safety team reads. */
  leaves: z.record(z.string(), z.string().min(1).max(120)),
});
export type Words = z.infer<typeof Words>;

export const words: Readonly<Record<LabelLocale, Words>> = {
  en: Words.parse(en),
  es: Words.parse(es),
  de: Words.parse(de),
  ar: Words.parse(ar),
};
