import { type Desk, MentionId, StaffId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { caseWithin } from '../staff/may-case.ts';
import { selectCases, summaryOf } from './case-summary.ts';

const claimLimit = 50;
const mentionLimit = 50;

/** What is this person's: cases they hold, and what somebody has turned to them for and is not closed. */
export async function getDesk(
  deps: Deps,
  staff: Pick<StaffCaller, 'staffId' | 'permissions' | 'limits'>,
): Promise<z.input<typeof Desk>> {
  const { kysely } = deps.database;
  const now = deps.clock();
  const within = caseWithin(staff.limits('queue.read'));
  const claims = await selectCases(kysely)
    .where('case_file.claim_staff_id', '=', staff.staffId)
    .where('case_file.state', '=', 'open')
    .where('case_file.claim_until', '>', now)
    .where(within)
    .orderBy('case_file.due_at')
    .limit(claimLimit)
    .execute();
  const isLead = staff.permissions.has('case.assign');
  const mentions = await kysely
    .selectFrom('case_mention')
    .innerJoin('staff as sender', 'sender.staff_id', 'case_mention.from_staff_id')
    .leftJoin('staff as receiver', 'receiver.staff_id', 'case_mention.to_staff_id')
    .selectAll('case_mention')
    .select(['sender.name as from_name', 'receiver.name as to_name'])
    .where('closed_at', 'is', null)
    .where((is) =>
      is.or([
        is('to_staff_id', '=', staff.staffId),
        ...(isLead ? [is.and([is('to_staff_id', 'is', null), is('from_staff_id', '<>', staff.staffId)])] : []),
      ]),
    )
    .orderBy('at', 'desc')
    .limit(mentionLimit)
    .execute();
  const ids = mentions.map((mention) => mention.case_id);
  const rows =
    ids.length === 0
      ? []
      : await selectCases(kysely)
          .where('case_file.case_id', 'in', ids)
          .where('case_file.state', '<>', 'decided')
          .where(within)
          .execute();
  const cases = new Map(rows.map((row) => [row.case_id, row]));
  const shown = mentions.flatMap((mention) => {
    const row = cases.get(mention.case_id);
    // What was kept for this person and is not any more needs nothing of them.
    const over = mention.kept_until !== null && row?.claim_staff_id !== staff.staffId;
    return row === undefined || over ? [] : [{ mention, row }];
  });
  return {
    claims: claims.map((row) => summaryOf(row, now)),
    mentions: await Promise.all(
      shown.map(async ({ mention, row }) => ({
        mentionId: MentionId.parse(mention.mention_id),
        kind: mention.kind,
        case: summaryOf(row, now),
        from: { staffId: StaffId.parse(mention.from_staff_id), name: mention.from_name },
        to:
          mention.to_staff_id === null
            ? null
            : { staffId: StaffId.parse(mention.to_staff_id), name: mention.to_name ?? '' },
        note: await noteOf(deps, mention),
        at: mention.at.toISOString(),
        keptUntil: mention.kept_until?.toISOString() ?? null,
      })),
    ),
  };
}

async function noteOf(
  deps: Deps,
  mention: { readonly mention_id: string; readonly case_id: string; readonly sealed_note: Buffer | null },
): Promise<string> {
  if (mention.sealed_note === null) return '';
  const vault = await openCaseVault(deps.database.kysely, deps.keys, deps.random, mention.case_id);
  if (vault === null) return '';
  return (await vault.open(mention.sealed_note, `case-mention:${mention.mention_id}`)).toString('utf8');
}
