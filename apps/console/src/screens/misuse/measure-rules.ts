import type { Measure, MisuseAccount } from '@wellhouse/protocol';
import type { MessageKey } from '../../i18n/messages.ts';

export type Step = 'warn' | 'pause';

export function keyOf({ hubId, accountId, of }: MisuseAccount): string {
  return `${of}/${hubId}/${accountId}`;
}

export function stands({ ended, until }: Measure, now: number): boolean {
  return ended === null && Date.parse(until) > now;
}

/** Why a step cannot be taken now; null: it can. The server holds the same rule. */
export function whyNot({ figures, measures }: MisuseAccount, step: Step, now: number): MessageKey | null {
  if (figures.unfounded === 0) return 'misuse.nothing';
  const standing = measures.filter((measure) => stands(measure, now));
  if (standing.some(({ kind }) => kind === 'pause')) return 'misuse.paused';
  return step === 'pause' && !standing.some(({ kind }) => kind === 'warn') ? 'misuse.warningFirst' : null;
}
