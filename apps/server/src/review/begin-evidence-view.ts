import { type BeginEvidenceView, type EvidenceView, ViewId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { hubContradiction } from '../schema/hub-contradiction.ts';
import { messageTurn } from '../schema/reporters-in-turn.ts';
import { StoredItem } from '../schema/stored-item.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { buildConversation } from './conversation.ts';
import { loadCase } from './load-case.ts';
import { writeEvent } from './write-event.ts';

/** Items of one view; a case that many people reported still opens. The reporters take turns until it is full. */
const itemLimit = 2_000;

/** Opens the evidence of a case for the person who claimed it, or for a reason. Logged, and only then read. */
export async function beginEvidenceView(
  deps: Deps,
  staffId: string,
  body: z.output<typeof BeginEvidenceView>,
): Promise<z.input<typeof EvidenceView>> {
  const startedAt = deps.clock();
  const { caseId, purpose, reason } = body;
  const row = await loadCase(deps.database.kysely, caseId);
  const claimed = row.claim_staff_id === staffId && row.claim_until !== null && row.claim_until > startedAt;
  if (!claimed && reason === null) {
    throw new ProblemError('not-claimed', 'Claim the case first, or say why you look at its evidence.');
  }
  if (row.erased_at !== null) throw new ProblemError('not-found', 'The evidence of this case was erased.');
  const viewId = newUuid(deps.random);
  await deps.database.transaction(async (tx) => {
    await tx
      .insertInto('evidence_view')
      .values({
        view_id: viewId,
        case_id: caseId,
        staff_id: staffId,
        purpose,
        reason,
        started_at: startedAt,
        visible_ms: 0,
        ended_at: null,
      })
      .execute();
    const why = reason === null ? '' : `: ${reason}`;
    const text = `Looked at the evidence (${purpose})${why}`;
    await writeEvent(tx, { caseId, at: startedAt, kind: 'viewed', staffId, text });
    const details = { viewId, purpose, reason, claimed };
    await recordAudit(tx, { staffId, action: 'evidence.view', object: `case:${caseId}`, details });
  });
  return {
    viewId: ViewId.parse(viewId),
    caseId,
    startedAt: startedAt.toISOString(),
    conversation: await loadConversation(deps, caseId),
  };
}

async function loadConversation(deps: Deps, caseId: string) {
  const { kysely } = deps.database;
  const vault = await openCaseVault(kysely, deps.keys, deps.random, caseId);
  if (vault === null) throw new ProblemError('not-found', 'The evidence of this case was erased.');
  const chosen = await kysely
    .selectFrom('evidence_item')
    .innerJoin('report', 'report.report_id', 'evidence_item.report_id')
    .select([
      'evidence_item.item_id',
      'evidence_item.report_id',
      'evidence_item.role',
      'evidence_item.level',
      'evidence_item.content',
      'evidence_item.statement',
      'evidence_item.contradicted',
      'evidence_item.item_index',
      'report.accepted_at',
    ])
    .where('evidence_item.case_id', '=', caseId)
    .orderBy(messageTurn)
    .orderBy('report.accepted_at', 'desc')
    .limit(itemLimit)
    .execute();
  // The newest reports first, each as it was handed in.
  const rows = chosen.sort(
    (a, b) =>
      b.accepted_at.getTime() - a.accepted_at.getTime() ||
      (a.report_id < b.report_id ? -1 : a.report_id > b.report_id ? 1 : a.item_index - b.item_index),
  );
  const items = await Promise.all(
    rows.map(async (row) => ({
      itemId: row.item_id,
      reportId: row.report_id,
      role: row.role,
      level: row.level,
      statement: row.statement?.toString('hex') ?? null,
      content: withContradiction(
        StoredItem.parse(await vault.openJson(row.content, `item:${row.item_id}`)),
        row.contradicted,
      ),
    })),
  );
  const pictures = await kysely.selectFrom('evidence_picture').selectAll().where('case_id', '=', caseId).execute();
  return buildConversation(
    items,
    pictures.map((picture) => ({
      attachmentId: picture.attachment_id,
      itemId: picture.item_id,
      partIndex: picture.part_index,
      state: picture.state,
      problem: picture.problem,
      width: picture.width,
      height: picture.height,
    })),
  );
}

/** The contradiction may have come to light after the message was sealed. */
function withContradiction(item: StoredItem, contradicted: boolean): StoredItem {
  if (!contradicted || item.problems.some(({ code }) => code === hubContradiction.code)) return item;
  return { ...item, problems: [...item.problems, { ...hubContradiction }] };
}
