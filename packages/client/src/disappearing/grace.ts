import { maximumGraceSeconds } from '@wellhouse/franking';
import type { ReportConfig } from '@wellhouse/protocol';

/**
 * How long, in seconds, a disappeared message stays reportable by the messenger's policy. A server that says more than a
 * day is taken to mean a day; a copy from before there was a policy means none.
 */
export function graceSeconds(config: ReportConfig): number {
  // a stored copy is as old as it is, whatever the type says
  const policy: ReportConfig['disappearing'] | undefined = config.disappearing;
  return Math.min(policy?.graceSeconds ?? 0, maximumGraceSeconds);
}
