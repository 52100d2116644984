import { createHmac } from 'node:crypto';
import type { Priority, QualityRule } from '@wellhouse/protocol';

export interface DrawFacts {
  readonly policyId: string | null;
  readonly priority: Priority;
  /** Messages of the case have pictures. */
  readonly attached: boolean;
  /** The case has pictures of shared albums: each was answered, and what is known is shown to nobody again. */
  readonly albums: boolean;
}

export interface DrawPlan {
  readonly share: number;
  readonly rules: readonly QualityRule[];
}

/** The share that holds for a decision, and whether its pictures may be shown for a second review. */
export function shareFor({ share, rules }: DrawPlan, facts: DrawFacts): { share: number; pictures: boolean } {
  const rule = rules.find(
    (one) =>
      (one.policyId === null || one.policyId === facts.policyId) &&
      (one.priority === null || one.priority === facts.priority),
  );
  return rule === undefined ? { share, pictures: false } : { share: rule.share, pictures: rule.pictures };
}

/**
 * Where a decision falls between 0 and 1: an HMAC of its id, so that nobody without the installation's key can tell which ones
 * are drawn or steer it, and whoever has the key can say later that none was chosen.
 */
export function placeOfDecision(key: Buffer, decisionId: string): number {
  const mac = createHmac('sha256', key).update(`quality-draw:${decisionId}`, 'utf8').digest();
  return mac.readUIntBE(0, 6) / 2 ** 48;
}

/** Whether this person's next review, after so many, is a golden one; nobody can tell by counting. */
export function isGoldenTurn(key: Buffer, staffId: string, answered: number, every: number): boolean {
  if (every === 0) return false;
  const mac = createHmac('sha256', key).update(`quality-golden:${staffId}:${answered}`, 'utf8').digest();
  return mac.readUInt32BE(0) % every === 0;
}

export function outcomeOf(place: number, share: number, facts: DrawFacts, pictures: boolean) {
  if (place >= share / 100) return 'not-drawn';
  return facts.albums || (facts.attached && !pictures) ? 'pictures' : 'drawn';
}
