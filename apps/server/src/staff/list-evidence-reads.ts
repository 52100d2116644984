import {
  CaseId,
  type CaseLimits,
  type EvidenceReadList,
  type ListEvidenceReadsQuery,
  StaffId,
  ViewId,
} from '@wellhouse/protocol';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { caseWithin } from './may-case.ts';

/** Where a page ended: when its last look began, and its id. */
const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Looks at evidence, the newest first: who, why, how deep and how long. All of it was written down by what handed the
 * evidence out.
 */
export async function listEvidenceReads(
  { kysely }: Database,
  limits: CaseLimits,
  query: z.output<typeof ListEvidenceReadsQuery>,
): Promise<z.input<typeof EvidenceReadList>> {
  let select = kysely
    .selectFrom('evidence_view as view')
    .innerJoin('staff', 'staff.staff_id', 'view.staff_id')
    .innerJoin('case_file', 'case_file.case_id', 'view.case_id')
    .select([
      'view.view_id',
      'view.case_id',
      'case_file.case_number',
      'case_file.category',
      'view.staff_id',
      'staff.name',
      'view.purpose',
      'view.reason',
      'view.started_at',
      'view.ended_at',
      'view.visible_ms',
      'view.items',
      sql<string>`(select count(*) from evidence_view_picture one where one.view_id = view.view_id and fetched_at is not null)
        + (select count(*) from album_picture_view one where one.view_id = view.view_id)`.as('pictures'),
      sql<string>`coalesce((select sum(uncovered_ms) from evidence_view_picture one where one.view_id = view.view_id), 0)
        + coalesce((select sum(uncovered_ms) from album_picture_view one where one.view_id = view.view_id), 0)`.as(
        'uncovered_ms',
      ),
    ])
    .where(caseWithin(limits))
    .orderBy('view.started_at', 'desc')
    .orderBy('view.view_id')
    .limit(query.limit + 1);
  if (query.staffId !== undefined) select = select.where('view.staff_id', '=', query.staffId);
  if (query.case !== undefined && query.case !== '') select = select.where(namesCase(query.case));
  if (query.from !== undefined) select = select.where('view.started_at', '>=', new Date(query.from));
  if (query.to !== undefined) select = select.where('view.started_at', '<', new Date(query.to));
  if (query.cursor !== undefined) {
    const [at, viewId] = readCursor(query.cursor);
    // started_at runs down and view_id up, as the index does
    select = select.where(
      sql<boolean>`view.started_at <= ${new Date(at)} and (view.started_at < ${new Date(at)} or view.view_id > ${viewId}::uuid)`,
    );
  }
  const rows = await select.execute();
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    reads: page.map((row) => ({
      viewId: ViewId.parse(row.view_id),
      caseId: CaseId.parse(row.case_id),
      caseNumber: `C-${row.case_number}`,
      category: row.category,
      staffId: StaffId.parse(row.staff_id),
      staffName: row.name,
      purpose: row.purpose,
      reason: row.reason,
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      visibleMs: row.visible_ms,
      items: row.items,
      pictures: Number(row.pictures),
      uncoveredMs: Number(row.uncovered_ms),
    })),
    nextCursor:
      rows.length > query.limit && last !== undefined ? writeCursor(last.started_at.toISOString(), last.view_id) : null,
  };
}

function namesCase(text: string) {
  const number = /^c-?(\d{1,18})$/i.exec(text)?.[1];
  if (number !== undefined) return sql<boolean>`case_file.case_number = ${number}::bigint`;
  return sql<boolean>`view.case_id::text = ${text.toLowerCase()}`;
}

function writeCursor(at: string, viewId: string): string {
  return Buffer.from(JSON.stringify([at, viewId]), 'utf8').toString('base64url');
}

function readCursor(cursor: string): z.output<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemError('invalid-request', 'This is no cursor of this list.', {
      fields: [{ field: '/query/cursor', problem: 'is no cursor of this list' }],
    });
  }
}
