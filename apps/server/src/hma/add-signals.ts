import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { type LockedList, lockList, writeVersion } from '../lists/list-version.ts';
import { loadChanges } from '../lists/list-view.ts';
import { fingerprintId } from '../lists/read-list-file.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { hmaSurface, hubContributor } from './bank-rules.ts';
import { type BankList, loadBank } from './banks.ts';
import { badRequest, HmaError } from './hma-error.ts';
import { readSignal, type SignalType, signalTypes, whyInvalid } from './signal-types.ts';

export interface AddedContent {
  readonly id: number;
  readonly signals: Readonly<Record<string, string>>;
}

/**
 * Adds the signals of one item to a list of a file that is in shadow and may be used here; other lists change by their source or by two
 * people. What is there already stays as it is, ruled out or not, and is answered again.
 * @throws HmaError 400, 403, 404, 409
 */
export async function addSignals(
  deps: Pick<Deps, 'database' | 'clock'>,
  { hubId, bank, signals: given }: { hubId: string; bank: string; signals: Readonly<Record<string, unknown>> },
): Promise<AddedContent> {
  const signals = readSignals(given);
  return deps.database.transaction(async (tx) => {
    const { list_id: listId } = await loadBank(tx, bank);
    const list = await lockOpenList(tx, bank, listId);
    const at = deps.clock();
    const sourceId = sourceIdOf(signals);
    const ids: number[] = [];
    let added = 0;
    for (const signal of signals) {
      const entry = await addEntry(tx, { list, listId, sourceId, signal, hubId, at });
      ids.push(entry.id);
      if (entry.isNew) added += 1;
    }
    if (added > 0) {
      const version = { listId, at, staffId: null, kind: 'entry-added', details: { added, hubId } } as const;
      await writeVersion(tx, list, version, { from: null, to: 'live', entries: added });
      await recordAudit(tx, { staffId: null, action: 'list.add', object: `list:${listId}`, details: { added, hubId } });
    }
    return { id: Math.min(...ids), signals: Object.fromEntries(signals.map(({ type, hex }) => [type.name, hex])) };
  });
}

interface Signal {
  readonly type: SignalType;
  readonly hex: string;
}

function readSignals(given: Readonly<Record<string, unknown>>): Signal[] {
  const signals = Object.entries(given).map(([name, text]) => {
    const type = signalTypes.find((each) => each.name === name);
    if (type === undefined) throw badRequest(`No such signal type ${name}`);
    const hex = readSignal(type, text);
    if (hex === null) throw badRequest(`Invalid ${name} signal: ${whyInvalid(type)}`);
    return { type, hex };
  });
  if (new Set(signals.map(({ type }) => type.content)).size > 1) {
    throw badRequest('Signals of a photo and of a video are not of one item');
  }
  return signals;
}

/** @throws HmaError 403 for a list that takes nothing here */
export function checkOpen(bank: string, list: Pick<BankList, 'source' | 'state' | 'surfaces'>): void {
  const isHere = list.surfaces.includes(hmaSurface);
  if (isHere && list.source === 'file' && list.state === 'shadow') return;
  const why = !isHere
    ? `the list may not be used here; two people name "${hmaSurface}" among its surfaces in the console`
    : list.source === 'file'
      ? 'the list is not in shadow; make a file of what it shall hold and import it (wellhouse lists import), which two people agree to in the console'
      : 'the list is fetched from its source and holds what its source holds';
  throw new HmaError(403, 'two-people-needed', `Nothing can be added to '${bank}' here: ${why}`);
}

/** @throws HmaError 403, 404, 409 */
async function lockOpenList(tx: Transaction, bank: string, listId: string): Promise<LockedList> {
  const list = await lockList(tx, listId);
  if (list === null) throw new HmaError(404, 'not-found', `bank '${bank}' not found`);
  checkOpen(bank, list);
  const waiting = await loadChanges(tx, { state: 'held', listId: list.list_id });
  if (waiting.some(({ kind }) => kind === 'activate')) {
    throw new HmaError(
      409,
      'list-not-ready',
      `Nothing can be added to '${bank}' while its activation waits for a second person in the console`,
    );
  }
  return list;
}

/** Like what people add by hand, it does not vanish with the next file. */
function sourceIdOf(signals: readonly Signal[]): string {
  const [first] = signals.toSorted((a, b) => signalTypes.indexOf(a.type) - signalTypes.indexOf(b.type));
  if (first === undefined) throw badRequest('No signals given');
  return `person:${fingerprintId(mediaOf(first), { kind: first.type.kind, hex: first.hex })}`;
}

const mediaOf = ({ type }: Signal) => (type.content === 'photo' ? 'image' : 'video');

async function addEntry(
  tx: Transaction,
  entry: { list: LockedList; listId: string; sourceId: string; signal: Signal; hubId: string; at: Date },
): Promise<{ id: number; isNew: boolean }> {
  const { list, listId, sourceId, signal, hubId, at } = entry;
  const value = Buffer.from(signal.hex, 'hex');
  const digest = sql<Buffer>`substring(sha256(${value}) for 16)`;
  const inserted = await tx
    .insertInto('list_entry')
    .values({
      list_id: listId,
      source_id: sourceId,
      kind: signal.type.kind,
      digest,
      value,
      media: mediaOf(signal),
      class: null,
      source_status: null,
      contributors: [hubContributor(hubId)],
      feedback_ref: null,
      status: 'live',
      version: list.nextVersion,
      added_at: at,
      withdrawn_at: null,
      withdrawn_why: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('entry_id')
    .executeTakeFirst();
  if (inserted !== undefined) return { id: Number(inserted.entry_id), isNew: true };
  const there = await tx
    .selectFrom('list_entry')
    .select('entry_id')
    .where('list_id', '=', listId)
    .where('source_id', '=', sourceId)
    .where('kind', '=', signal.type.kind)
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow();
  return { id: Number(there.entry_id), isNew: false };
}
