import { createHmac } from 'node:crypto';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import type { SignalColumn } from '../schema/case-signal.ts';
import { linksIn } from './links-in.ts';
import { textBands } from './text-fingerprint.ts';

/** Texts of one report that are compared; the first ones. */
const mostTexts = 10;
/** Signals of one case: what comes after is not compared. */
const mostSignals = 500;

interface Signal {
  readonly kind: SignalColumn;
  readonly value: string;
}

/** Pure: what can be shared of the words of one report. */
export function signalsOfTexts(texts: readonly string[]): Signal[] {
  return texts
    .slice(0, mostTexts)
    .flatMap((text) => [
      ...textBands(text).map((value): Signal => ({ kind: 'text', value })),
      ...linksIn(text).map((value): Signal => ({ kind: 'link', value })),
    ]);
}

/** Keeps signals of a case under the installation's key; those that it has already stay as old as they are. */
export async function keepSignals(
  deps: Pick<Deps, 'keys' | 'clock'>,
  executor: Executor,
  caseId: string,
  signals: readonly Signal[],
): Promise<void> {
  if (signals.length === 0) return;
  const { count } = await executor
    .selectFrom('case_signal')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  const room = Math.max(0, mostSignals - Number(count));
  const at = deps.clock();
  const rows = signals
    .slice(0, room)
    .map(({ kind, value }) => ({ case_id: caseId, kind, value: blind(deps.keys.receiptKey, kind, value), at }));
  if (rows.length === 0) return;
  await executor
    .insertInto('case_signal')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A picture's bytes, by their SHA-256. */
export function pictureSignal(sha256: Buffer): Signal {
  return { kind: 'picture', value: sha256.toString('hex') };
}

function blind(key: Buffer, kind: SignalColumn, value: string): Buffer {
  return createHmac('sha256', key).update(`case-signal:${kind}:${value}`, 'utf8').digest().subarray(0, 16);
}
