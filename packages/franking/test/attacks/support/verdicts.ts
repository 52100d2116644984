import assert from 'node:assert/strict';
import { type CheckReceivedInput, checkReceived, type FrankedEvidence, verifyEvidence } from '../../../src/index.ts';
import { hubId, hubKey } from '../../support/scene.ts';

/** The rule and code under which a receiver drops the message; fails if it is shown. */
export function dropped(input: CheckReceivedInput): { rule: number; code: string } {
  const received = checkReceived(input);
  assert.ok(!received.ok, 'an attacked message was shown');
  return { rule: received.rule, code: received.code };
}

/** The code under which the safety team refuses the evidence; fails if it verifies. */
export function refused(evidence: FrankedEvidence): string {
  const verified = verifyEvidence(evidence, { keys: [hubKey], hubId });
  assert.ok(!verified.ok, 'forged evidence was accepted');
  return verified.code;
}

/** A copy of the evidence with one thing changed by hand. */
export function change(evidence: FrankedEvidence, edit: (copy: FrankedEvidence) => void): FrankedEvidence {
  const copy = structuredClone(evidence);
  edit(copy);
  return copy;
}

export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  assert.ok(item !== undefined);
  return item;
}
