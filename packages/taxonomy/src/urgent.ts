import { scoreInputs } from './leaves.ts';

/**
 * Whether a report says that somebody's life is in danger, or is about a child. Such a report is taken also from an account whose
 * reports are paused; device and server ask the same rule. An unknown kind is urgent rather than refused.
 */
export function isUrgentReport(report: {
  readonly category: string;
  readonly audience: 'adult' | 'child';
  readonly answers: { readonly danger?: string | undefined; readonly about?: string | undefined };
}): boolean {
  const { category, audience, answers } = report;
  const leaf = scoreInputs(category);
  if (leaf === undefined || leaf.lifeDanger || leaf.childInvolved) return true;
  return audience === 'child' || answers.danger === 'now' || answers.about === 'a-child';
}
