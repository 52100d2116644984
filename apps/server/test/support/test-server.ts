import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Me, type Role } from '@wellhouse/protocol';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Deps } from '../../src/deps.ts';
import { openLocalBlobs } from '../../src/platform/blobs/local-blobs.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { readContactsFile } from '../../src/platform/contacts.ts';
import { createHubRegistry, type Hub } from '../../src/platform/hubs.ts';
import type { Worker } from '../../src/platform/jobs/worker.ts';
import { openKeyStore } from '../../src/platform/key-store.ts';
import { createServer } from '../../src/server.ts';
import { hashPassword } from '../../src/staff/passwords.ts';
import { newUuid } from '../../src/staff/tokens.ts';
import { createJobWorker } from '../../src/worker.ts';
import { startTestDatabase, type TestDatabase } from './test-database.ts';

export interface TestServer {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  /** Not started; `worker.drain()` works off what is due. */
  readonly worker: Worker;
  /** Listens on a free port; for tests that need a socket. */
  listen(): Promise<string>;
  /** Moves the server's clock. */
  advance(ms: number): void;
  /** From now on only `advance` moves the server's clock: how long the test takes is nothing to it. */
  stopClock(): void;
  /** A member with these roles and a session of theirs. */
  logIn(...roles: Role[]): Promise<TestSession>;
  close(): Promise<void>;
}

export interface TestSession {
  readonly staffId: string;
  readonly email: string;
  readonly password: string;
  readonly me: Me;
  /** Cookie and CSRF token. */
  readonly headers: { readonly cookie: string; readonly 'x-csrf-token': string };
}

export interface TestServerOptions {
  readonly database?: TestDatabase;
  readonly hubs?: readonly Hub[];
  readonly environment?: Record<string, string>;
}

/** Server, worker, keys and blobs on a real database, with a clock that a test can move. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const own = options.database ?? (await startTestDatabase());
  const state = await mkdtemp(join(tmpdir(), 'wellhouse-state-'));
  const config = loadConfig({
    WELLHOUSE_STATE: state,
    WELLHOUSE_CONSOLE: join(state, 'no-console'),
    WELLHOUSE_LOGINS_PER_MINUTE: '100000',
    WELLHOUSE_REPORTS_PER_MINUTE: '100000',
    WELLHOUSE_UNDO_GRACE: '0',
    ...options.environment,
  });
  let offset = 0;
  let stoppedAt: number | null = null;
  const clock = () => new Date((stoppedAt ?? Date.now()) + offset);
  const log = pino({ level: 'silent' });
  const { database } = own;
  const { masterKeyFile } = config;
  const keys = await openKeyStore({ database, masterKeyFile, clock, random: randomBytes, log });
  const hubs = createHubRegistry(options.hubs ?? []);
  const contacts = await readContactsFile(config.contactsFile);
  const blobs = await openLocalBlobs(config.blobDirectory);
  const deps: Deps = { database, blobs, config, clock, random: randomBytes, keys, hubs, contacts, log };
  const app = await createServer(deps);
  await app.ready();
  const worker = createJobWorker(deps);
  return {
    app,
    deps,
    worker,
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    advance(ms) {
      offset += ms;
    },
    stopClock() {
      stoppedAt ??= Date.now();
    },
    logIn: (...roles) => logIn(app, deps, roles),
    async close() {
      await app.close();
      await worker.stop();
      keys.close();
      if (options.database === undefined) await own.close();
      await rm(state, { recursive: true, force: true });
    },
  };
}

async function logIn(app: FastifyInstance, deps: Deps, roles: Role[]): Promise<TestSession> {
  const staffId = newUuid(deps.random);
  const email = `${staffId}@team.example`;
  const password = 'a long enough password';
  await deps.database.kysely
    .insertInto('staff')
    .values({
      staff_id: staffId,
      name: `Member ${staffId.slice(0, 4)}`,
      email,
      roles,
      active: true,
      password_hash: await hashPassword(password, deps.random),
    })
    .execute();
  const response = await app.inject({ method: 'POST', url: '/v1/staff/login', payload: { email, password } });
  const me = Me.parse(response.json());
  const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { staffId, email, password, me, headers: { cookie, 'x-csrf-token': me.csrfToken } };
}
