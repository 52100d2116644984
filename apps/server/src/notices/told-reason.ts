import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { wordsOfNote } from './note-names.ts';

/** Words of a member that somebody outside will read. */
export interface ToldReason {
  /** The cases that they are about; none: about an account alone. */
  readonly caseIds: readonly string[];
  readonly staffId: string;
  readonly text: string;
  /** Where it stands in the request: `/body/reason`. */
  readonly field: string;
}

type Named = 'reporter' | 'reference' | 'staff';

const namedWords: Readonly<Record<Named, string>> = {
  reporter: 'somebody who reported',
  reference: 'a case or a report',
  staff: 'the member who writes it',
};

/**
 * Refuses a reason that says who reported, by account or by the reference of a report, or who of the team wrote it. A slip is
 * caught, not a person who wants to; and no word of the language: an account that is called `you` keeps nobody from a reason, so
 * only names with a sign or a digit in them count (`ana@hub.example`), and of members the whole name, the address, and a signature.
 * @throws ProblemError `note-names-somebody`
 */
export async function refuseNamesIn(executor: Executor, reason: ToldReason): Promise<void> {
  const named = await namedIn(executor, reason);
  if (named === null) return;
  throw new ProblemError('note-names-somebody', `What they are told names ${namedWords[named]}.`, {
    fields: [{ field: reason.field, problem: named }],
  });
}

async function namedIn(executor: Executor, { caseIds, staffId, text }: ToldReason): Promise<Named | null> {
  const words = [...wordsOfNote(text)];
  const writer = await executor
    .selectFrom('staff')
    .select(['name', 'email'])
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  if (writer !== undefined && (words.includes(writer.email.toLowerCase()) || isSignedBy(text, writer.name))) {
    return 'staff';
  }
  if (caseIds.length === 0 || words.length === 0) return null;
  const { rows } = await sql<{ named: Named }>`
    select case when lower(reporter) = any(${words}::text[]) then 'reporter' else 'reference' end as named
    from report join case_file using (case_id)
    where report.case_id = any(${caseIds}::uuid[]) and (
      lower(report.reference) = any(${words}::text[])
      or lower(reporter) = any(${words}::text[]) and reporter ~ '[^[:alpha:]]' and reporter <> case_file.subject_id
    ) limit 1`.execute(executor);
  if (rows[0] !== undefined) return rows[0].named;
  const files = await executor.selectFrom('case_file').select('case_number').where('case_id', 'in', caseIds).execute();
  return files.some((file) => words.includes(`c-${file.case_number}`)) ? 'reference' : null;
}

/** Whether a text has somebody's whole name in it, or a part of it alone on its last line. Pure. */
export function isSignedBy(text: string, name: string): boolean {
  const plain = (one: string) =>
    one
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .toLowerCase();
  const words = (one: string): readonly string[] => plain(one).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const parts = words(name);
  if (parts.length === 0) return false;
  if (parts.length > 1 && ` ${words(text).join(' ')} `.includes(` ${parts.join(' ')} `)) return true;
  const lines = text.trim().split('\n');
  const last = words(lines.at(-1) ?? '');
  return lines.length > 1 && last.length > 0 && last.every((word) => parts.includes(word));
}
