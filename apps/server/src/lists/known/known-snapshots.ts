import { createHash } from 'node:crypto';
import { loadMatchIndex, MatchingError } from '@wellhouse/matching';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { newUuid } from '../../staff/tokens.ts';
import { createKnownIndex, type DigestKind, type KnownIndex } from './known-index.ts';
import { type chunksOf, readDigests, SnapshotChunk, SnapshotError } from './known-snapshot-chunks.ts';
import type { Positions } from './positions.ts';

type SnapshotDeps = Pick<Deps, 'database' | 'blobs' | 'clock' | 'random'>;

/** Advisory lock of the one process that writes a snapshot. */
const writerLock = [8600, 7];

const whole = z.string().regex(/^\d{1,19}$/);
const Position = z.strictObject({ version: whole, entryId: whole, at: whole });
const StoredPositions = z.record(z.string(), Position);

const blobKey = (snapshotId: string, n: number) => `list-index/${snapshotId}/${n}`;

export interface LoadedSnapshot {
  readonly index: KnownIndex;
  readonly positions: Positions;
  readonly doneAt: Date;
}

/** There is a snapshot, and blobs of it are missing or are not what was written. */
export class UnusableSnapshot extends Error {
  override readonly name = 'UnusableSnapshot';
  readonly snapshotId: string;
  constructor(snapshotId: string, cause: unknown) {
    super('the snapshot of the index of lists cannot be used', { cause });
    this.snapshotId = snapshotId;
  }
}

/** Loads the newest snapshot. Null: there is none. @throws UnusableSnapshot */
export async function loadSnapshot(deps: SnapshotDeps, pause: () => Promise<void>): Promise<LoadedSnapshot | null> {
  const newest = await newestSnapshot(deps);
  if (newest === null) return null;
  const { snapshotId, positions, doneAt } = newest;
  try {
    return { index: await loadBlobs(deps, newest, pause), positions, doneAt };
  } catch (error) {
    if (error instanceof SnapshotError || error instanceof MatchingError) throw new UnusableSnapshot(snapshotId, error);
    throw error;
  }
}

async function loadBlobs(
  { blobs }: SnapshotDeps,
  { snapshotId, chunks }: NewestSnapshot,
  pause: () => Promise<void>,
): Promise<KnownIndex> {
  const blobOf = async (n: number, { bytes, sha256 }: SnapshotChunk): Promise<Buffer> => {
    const blob = await blobs.get(blobKey(snapshotId, n));
    if (blob === null) throw new SnapshotError('a blob is missing');
    if (blob.byteLength !== bytes || createHash('sha256').update(blob).digest('hex') !== sha256) {
      throw new SnapshotError('a blob is not what was written');
    }
    return blob;
  };
  async function* codes() {
    for (const [n, chunk] of chunks.entries()) if (chunk.kind === 'pdq') yield await blobOf(n, chunk);
  }
  const index = createKnownIndex(await loadMatchIndex(codes(), { pause }));
  try {
    for (const [n, chunk] of chunks.entries()) {
      if (chunk.kind !== 'pdq') await takeDigests(index, chunk.kind, await blobOf(n, chunk), pause);
    }
    return index;
  } catch (error) {
    index.close();
    throw error;
  }
}

async function takeDigests(index: KnownIndex, kind: DigestKind, blob: Buffer, pause: () => Promise<void>) {
  const changes = readDigests(kind, blob);
  for (let start = 0; start < changes.length; start += 20_000) {
    index.take(changes.slice(start, start + 20_000));
    await pause();
  }
}

export interface NewestSnapshot {
  readonly snapshotId: string;
  readonly doneAt: Date;
  readonly positions: Positions;
  readonly chunks: readonly SnapshotChunk[];
}

async function newestSnapshot({ database }: SnapshotDeps): Promise<NewestSnapshot | null> {
  const row = await database.kysely
    .selectFrom('list_index_snapshot')
    .selectAll()
    .where('done_at', 'is not', null)
    .orderBy('done_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const positions = StoredPositions.safeParse(row.positions);
  const chunks = z.array(SnapshotChunk).safeParse(row.chunks);
  // One of another version of this program is none, and is removed with the next one.
  if (!positions.success || !chunks.success) return null;
  return {
    snapshotId: row.snapshot_id,
    doneAt: row.done_at ?? row.begun_at,
    positions: new Map(Object.entries(positions.data)),
    chunks: chunks.data,
  };
}

export interface CapturedSnapshot {
  readonly chunks: ReturnType<typeof chunksOf>;
  readonly positions: Positions;
}

export interface SnapshotWriting {
  /** Asked once nobody else writes: what to write, of one moment, or when the newest was made, if that will do. */
  readonly capture: (newest: NewestSnapshot | null) => CapturedSnapshot | Date;
  readonly signal: AbortSignal;
}

/**
 * Writes a snapshot and removes all others, unless another process is at it. Its row appears with its last blob: a
 * process that dies leaves blobs that the next writer removes. Returns when the newest one was made; null: another process
 * is at it.
 */
export async function writeSnapshot(deps: SnapshotDeps, { capture, signal }: SnapshotWriting): Promise<Date | null> {
  const client = await deps.database.pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1, $2) as locked',
      writerLock,
    );
    if (rows[0]?.locked !== true) return null;
    try {
      const captured = capture(await newestSnapshot(deps));
      return captured instanceof Date ? captured : await write(deps, captured, signal);
    } finally {
      await client.query('select pg_advisory_unlock($1, $2)', writerLock);
    }
  } finally {
    client.release();
  }
}

async function write(deps: SnapshotDeps, { chunks, positions }: CapturedSnapshot, signal: AbortSignal): Promise<Date> {
  const { database, blobs, clock } = deps;
  const snapshotId = newUuid(deps.random);
  const ours = () => database.kysely.updateTable('list_index_snapshot').where('snapshot_id', '=', snapshotId);
  await database.kysely
    .insertInto('list_index_snapshot')
    .values({
      snapshot_id: snapshotId,
      begun_at: clock(),
      done_at: null,
      positions: JSON.stringify(Object.fromEntries(positions)),
    })
    .execute();
  try {
    const written: SnapshotChunk[] = [];
    for (const { kind, bytes } of chunks) {
      signal.throwIfAborted();
      await ours()
        .set({ blobs: written.length + 1 })
        .execute();
      await blobs.put(blobKey(snapshotId, written.length), bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      written.push({ kind, bytes: bytes.byteLength, sha256 });
    }
    const doneAt = clock();
    const done = await ours()
      .set({ done_at: doneAt, chunks: JSON.stringify(written) })
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new SnapshotError('another process has removed this snapshot');
    await removeSnapshots(deps, snapshotId);
    return doneAt;
  } catch (error) {
    await removeSnapshot(deps, snapshotId).catch(() => {});
    throw error;
  }
}

/** Removes every snapshot but this one: withdrawn fingerprints are not kept in older ones. */
async function removeSnapshots(deps: SnapshotDeps, keep: string): Promise<void> {
  const rows = await deps.database.kysely
    .selectFrom('list_index_snapshot')
    .select('snapshot_id')
    .where('snapshot_id', '<>', keep)
    .execute();
  for (const row of rows) await removeSnapshot(deps, row.snapshot_id);
}

/** The blobs first: should the process die, the row still says that some are left. */
async function removeSnapshot({ database, blobs }: SnapshotDeps, snapshotId: string): Promise<void> {
  const row = await database.kysely
    .selectFrom('list_index_snapshot')
    .select('blobs')
    .where('snapshot_id', '=', snapshotId)
    .executeTakeFirst();
  for (let n = 0; n < (row?.blobs ?? 0); n += 1) await blobs.delete(blobKey(snapshotId, n));
  await database.kysely.deleteFrom('list_index_snapshot').where('snapshot_id', '=', snapshotId).execute();
}
