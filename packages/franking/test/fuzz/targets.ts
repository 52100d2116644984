import { type AnyTarget, fuzzable } from '../../../../scripts/fuzz/engine.ts';
import { excerptTarget, merklePathTarget } from './attachment-targets.ts';
import {
  authenticatedDataTarget,
  base64UrlTarget,
  compactStampTarget,
  contentHeaderTarget,
  contentTarget,
  headerTarget,
  partTarget,
  stampTarget,
  utf8Target,
} from './decoder-targets.ts';
import { evidenceJsonTarget, readEvidenceTarget, receiverTarget, verdictTarget } from './evidence-targets.ts';
import {
  abuseReportTarget,
  abuseVerdictTarget,
  applicationDataTarget,
  cborTarget,
  framingTarget,
  frankingAgentTarget,
  frankingContextTarget,
  frankTarget,
  mimiContentTarget,
  submitResponseTarget,
} from './mimi-targets.ts';

/** Everything in this package that reads what strangers wrote (docs/spec/fuzzing.md). */
export const targets: readonly AnyTarget[] = [
  ...[contentTarget, contentHeaderTarget, headerTarget, partTarget, authenticatedDataTarget].map(fuzzable),
  ...[stampTarget, compactStampTarget, utf8Target].map(fuzzable),
  fuzzable(base64UrlTarget),
  ...[evidenceJsonTarget, readEvidenceTarget].map(fuzzable),
  fuzzable(verdictTarget),
  fuzzable(receiverTarget),
  ...[excerptTarget, merklePathTarget].map(fuzzable),
  ...[mimiContentTarget, cborTarget, framingTarget, applicationDataTarget, frankTarget].map(fuzzable),
  ...[frankingAgentTarget, frankingContextTarget, submitResponseTarget].map(fuzzable),
  ...[abuseReportTarget, abuseVerdictTarget].map(fuzzable),
];
