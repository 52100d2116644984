import { createHash, randomBytes } from 'node:crypto';
import { CreateList, type ListState } from '@wellhouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { domainAuthenticators } from '../../../src/domain.ts';
import type { HmaToolsOptions } from '../../../src/hma/hma-tools.ts';
import { registerHma } from '../../../src/hma/register-hma.ts';
import { createList } from '../../../src/lists/create-list.ts';
import { importList } from '../../../src/lists/import-list.ts';
import { createHttpApp } from '../../../src/platform/http/http-app.ts';
import { createStaffAuthenticator } from '../../../src/staff/authenticate-staff.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { searchEveryEntry } from './search-every-entry.ts';

export interface HmaServer extends Pick<TestServer, 'deps' | 'logIn'> {
  /** With the routes of Hasher-Matcher-Actioner and nothing else. */
  readonly app: FastifyInstance;
  /** With everything. */
  readonly whole: FastifyInstance;
  /** Headers of two hubs. */
  readonly hub: { readonly authorization: string };
  readonly otherHub: { readonly authorization: string };
  get(url: string): Promise<Answer>;
  send(method: 'POST' | 'PUT' | 'DELETE', url: string, body?: object): Promise<Answer>;
  upload(url: string, files: Record<string, Uint8Array>, fields?: Record<string, string>): Promise<Answer>;
  /** A list and what it holds, as `kind hex` a line, in this state; not by way of the two people that it takes. */
  addList(listId: string, lines?: string, more?: ListOptions): Promise<void>;
  /** Numbers of a list's entries, by their hexadecimal. */
  entryIds(listId: string): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with what they expect
  readonly body: any;
}

export interface ListOptions {
  readonly state?: ListState;
  readonly kind?: 'known' | 'negative';
  readonly source?: z.input<typeof CreateList>['source'];
  readonly settings?: Partial<z.input<typeof CreateList>['settings']>;
}

const settings = {
  title: 'A list for tests',
  category: 'other',
  purpose: 'Tests',
  agreement: 'none needed: made-up fingerprints',
  legalBasis: { GB: 'for tests' },
  surfaces: ['hma'],
  radius: 31,
  qualityFloor: 50,
  minimumSources: 1,
  floodLimit: 100,
};

export async function startHmaServer(
  options: HmaToolsOptions & { environment?: Record<string, string>; real?: boolean } = {},
): Promise<HmaServer> {
  const [first, second] = ['one.example', 'two.example'].map((hubId) => {
    const apiSecret = randomBytes(32).toString('base64url');
    return { hubId, apiSecret, webhookUrl: null, webhookSecret: null, origins: [] };
  });
  if (first === undefined || second === undefined) throw new Error('two hubs');
  const server = await startTestServer({ hubs: [first, second], environment: options.environment ?? {} });
  const { deps } = server;
  const authenticators = {
    ...domainAuthenticators(deps),
    staff: createStaffAuthenticator(deps),
    mayCase: async () => {},
    within: async () => null,
    veil: async () => null,
  };
  const known = options.known ?? searchEveryEntry(deps);
  const app = await createHttpApp(deps, authenticators, (each) =>
    registerHma(each, deps, options.real ? {} : { ...options, known }),
  );
  await app.ready();
  const hub = { authorization: `Bearer ${first.apiSecret}` };

  async function send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object): Promise<Answer> {
    const response = await app.inject({ method, url, headers: hub, ...(body !== undefined && { payload: body }) });
    const isJson = response.headers['content-type']?.toString().startsWith('application/json');
    return { status: response.statusCode, body: isJson ? response.json() : response.body };
  }

  return {
    app,
    whole: server.app,
    deps,
    logIn: server.logIn,
    hub,
    otherHub: { authorization: `Bearer ${second.apiSecret}` },
    get: (url) => send('GET', url),
    send,
    async upload(url, files, fields = {}) {
      const form = new FormData();
      for (const [name, text] of Object.entries(fields)) form.append(name, text);
      for (const [name, bytes] of Object.entries(files)) form.append(name, new Blob([new Uint8Array(bytes)]), 'file');
      const encoded = new Response(form);
      const response = await app.inject({
        method: 'POST',
        url,
        headers: { ...hub, 'content-type': encoded.headers.get('content-type') ?? '' },
        payload: Buffer.from(await encoded.arrayBuffer()),
      });
      return { status: response.statusCode, body: response.json() };
    },
    async addList(listId, lines = '', more = {}) {
      const source = more.source ?? 'file';
      const { kysely } = deps.database;
      const body = CreateList.parse({
        listId,
        kind: more.kind ?? 'known',
        source: 'file',
        connectionId: null,
        settings: { ...settings, ...more.settings },
      });
      await createList(deps, null, body);
      if (lines !== '') await importList(deps, oneChunk(lines), { listId });
      await kysely
        .updateTable('list')
        .set({ state: more.state ?? 'active', source, connection_id: source === 'file' ? null : source })
        .where('list_id', '=', listId)
        .execute();
    },
    async entryIds(listId) {
      const rows = await deps.database.kysely
        .selectFrom('list_entry')
        .select(['entry_id', 'value'])
        .where('list_id', '=', listId)
        .execute();
      return Object.fromEntries(rows.map((row) => [row.value?.toString('hex') ?? '', Number(row.entry_id)]));
    },
    async close() {
      await app.close();
      await server.close();
    },
  };
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}

/** A made-up fingerprint: the beginning of a hash of its name. */
export function madeUp(name: string, bytes: 16 | 20 | 32): string {
  return createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, bytes * 2);
}

/** The same PDQ hash with so many of its bits turned over. */
export function turnedOver(hex: string, bits: number): string {
  const bytes = Buffer.from(hex, 'hex');
  for (let bit = 0; bit < bits; bit += 1) bytes[bit % 32] = (bytes[bit % 32] ?? 0) ^ (1 << (bit >> 5));
  return bytes.toString('hex');
}
