import { MeasureId, type MisuseOf, type ReportingStanding } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { loadEndedMeasures, loadStandingMeasures } from './standing-measures.ts';

const toldOfEndMs = 30 * 86_400_000;
const idOf = (row: { readonly measure_id: string }) => MeasureId.parse(row.measure_id);

/** What an account is told about its own reporting and appealing; nothing says what others reported. */
export async function getReportingStanding(
  deps: Deps,
  account: { readonly hubId: string; readonly accountId: string },
): Promise<z.input<typeof ReportingStanding>> {
  const now = deps.clock();
  const { kysely } = deps.database;
  const measures = await loadStandingMeasures(kysely, account, now);
  const ended = await loadEndedMeasures(kysely, account, new Date(now.getTime() - toldOfEndMs));
  const standing = (of: MisuseOf) => {
    const latest = (kind: 'warn' | 'pause') => measures.find((one) => one.of === of && one.kind === kind);
    const warning = latest('warn');
    const pause = latest('pause');
    const lifted = ended.find((one) => one.of === of);
    return {
      warning:
        warning === undefined
          ? null
          : { measureId: idOf(warning), reason: warning.reason, at: warning.taken_at.toISOString() },
      pause:
        pause === undefined
          ? null
          : {
              ...{ measureId: idOf(pause), reason: pause.reason },
              ...{ at: pause.taken_at.toISOString(), until: pause.until.toISOString() },
            },
      lifted:
        lifted === undefined || lifted.ended_at === null
          ? null
          : { measureId: idOf(lifted), kind: lifted.kind, at: lifted.ended_at.toISOString() },
    };
  };
  return { report: standing('report'), appeal: standing('appeal'), complaints: deps.config.appeals };
}
