import type { TimelineEntry, TimelineSaid } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Executor } from '../platform/database/open-database.ts';
import type { StoredSaid } from '../schema/timeline-line.ts';

/** The newest; more is of no use to a person. */
const timelineLimit = 500;

type Entry = z.input<typeof TimelineEntry>;

/** The timeline of a case, oldest first: in codes, with notes in their own words and pictures by their numbers. */
export async function loadTimeline(
  executor: Executor,
  caseId: string,
  given: { readonly vault: CaseVault | null; readonly pictures: ReadonlyMap<string, number> },
): Promise<Entry[]> {
  const events = await executor
    .selectFrom('case_event')
    .leftJoin('staff', 'staff.staff_id', 'case_event.staff_id')
    .select(['case_event.at', 'case_event.kind', 'case_event.said', 'case_event.text', 'case_event.sealed_text'])
    .select('staff.name')
    .where('case_event.case_id', '=', caseId)
    .orderBy('case_event.event_id', 'desc')
    .limit(timelineLimit)
    .execute();
  return Promise.all(
    events.reverse().map(async ({ at, kind, name, ...line }): Promise<Entry> => {
      return { at: at.toISOString(), kind, staffName: name, ...(await wordsOf(caseId, line, given)) };
    }),
  );
}

interface Line {
  readonly said: StoredSaid | null;
  readonly text: string | null;
  readonly sealed_text: Buffer | null;
}

async function wordsOf(
  caseId: string,
  { said, text, sealed_text: sealed }: Line,
  { vault, pictures }: { readonly vault: CaseVault | null; readonly pictures: ReadonlyMap<string, number> },
): Promise<Pick<Entry, 'said' | 'text'>> {
  if (said !== null) return { said: shownSaid(said, pictures), text: '' };
  if (text !== null) return { said: null, text: withNumbers(text, pictures) };
  if (sealed === null || vault === null) return { said: { code: 'note-erased' }, text: '' };
  return { said: null, text: (await vault.open(sealed, `case-note:${caseId}`)).toString('utf8') };
}

/** A picture by the number by which people know it. */
function shownSaid(said: StoredSaid, pictures: ReadonlyMap<string, number>): TimelineSaid {
  return 'picture' in said ? { ...said, picture: pictures.get(said.picture) ?? 1 } : said;
}

/** A line of before there were codes. */
function withNumbers(text: string, pictures: ReadonlyMap<string, number>): string {
  return text.replace(/\bPicture ([0-9a-f-]{36})\b/g, (whole, id: string) => {
    const number = pictures.get(id);
    return number === undefined ? whole : `Picture ${number}`;
  });
}
