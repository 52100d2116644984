import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateList, type ListSource } from '@wellhouse/protocol';
import type { z } from 'zod';
import { createList } from '../../../src/lists/create-list.ts';
import { fetchList } from '../../../src/lists/fetch-list.ts';
import { importList } from '../../../src/lists/import-list.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

/** A server that knows these connections; `sync` and `load` go the way that jobs and the command line go. */
export interface ListServer extends TestServer {
  add(listId: string, source: ListSource, more?: Partial<z.input<typeof CreateList>>): Promise<void>;
  /** Pauses between tries are noted and not waited for. */
  sync(listId: string): ReturnType<typeof fetchList>;
  readonly pauses: number[];
  load(listId: string, text: string, type?: string): ReturnType<typeof importList>;
  entries(listId: string): Promise<ShownEntry[]>;
}

export interface ShownEntry {
  readonly entryId: string;
  readonly sourceId: string;
  readonly kind: string;
  readonly hex: string | null;
  readonly media: string;
  readonly class: string | null;
  readonly status: string;
  readonly contributors: readonly string[];
  readonly why: string | null;
}

export const settings = {
  title: 'A list for tests',
  purpose: 'Tests',
  agreement: 'none needed: made-up fingerprints',
  category: 'other',
  legalBasis: { GB: 'for tests' },
  surfaces: ['shared-album'],
  radius: 31,
  qualityFloor: 50,
  minimumSources: 1,
  floodLimit: 3,
};

export async function startListServer(connections: readonly object[] = []): Promise<ListServer> {
  const folder = await mkdtemp(join(tmpdir(), 'wellhouse-lists-'));
  const file = join(folder, 'sources.json');
  await writeFile(file, JSON.stringify(connections));
  const server = await startTestServer({ environment: { WELLHOUSE_LIST_SOURCES: file } });
  const pauses: number[] = [];
  return {
    ...server,
    pauses,
    async add(listId, source, more = {}) {
      const connectionId = source === 'file' ? null : source;
      const body = CreateList.parse({ listId, kind: 'known', source, connectionId, settings, ...more });
      await createList(server.deps, null, body);
      // The tests say when a list is synced.
      await server.deps.database.pool.query("delete from job where kind = 'sync-list'");
    },
    sync: (listId) =>
      fetchList(server.deps, listId, {
        limits: { gapMs: 0, timeoutMs: 5_000 },
        sleep: async (ms) => void pauses.push(ms),
      }),
    load: (listId, text, type) => importList(server.deps, bytesOf(text), { listId, type }),
    async entries(listId) {
      const rows = await server.deps.database.kysely
        .selectFrom('list_entry')
        .selectAll()
        .where('list_id', '=', listId)
        .orderBy('source_id')
        .orderBy('kind')
        .orderBy('entry_id')
        .execute();
      return rows.map((row) => ({
        entryId: row.entry_id,
        sourceId: row.source_id,
        kind: row.kind,
        hex: row.value?.toString('hex') ?? null,
        media: row.media,
        class: row.class,
        status: row.status,
        contributors: row.contributors,
        why: row.withdrawn_why,
      }));
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** In pieces that do not end where lines do. */
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  for (let start = 0; start < bytes.length; start += 1_000) yield bytes.subarray(start, start + 1_000);
}

/** A made-up fingerprint: the beginning of a hash of its name. */
export function madeUp(name: string, bytes: 16 | 20 | 32): string {
  return createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, bytes * 2);
}
