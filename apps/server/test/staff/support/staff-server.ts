import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Me, Problem } from '@wellhouse/protocol';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import type { Deps } from '../../../src/deps.ts';
import { openLocalBlobs } from '../../../src/platform/blobs/local-blobs.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { shippedContacts } from '../../../src/platform/contacts.ts';
import { createHttpApp } from '../../../src/platform/http/http-app.ts';
import { createHubRegistry } from '../../../src/platform/hubs.ts';
import { openKeyStore } from '../../../src/platform/key-store.ts';
import { createAnswerLimits } from '../../../src/staff/answer-within.ts';
import { createStaffAuthenticator } from '../../../src/staff/authenticate-staff.ts';
import { createCaseGuard } from '../../../src/staff/may-case.ts';
import { hashPassword } from '../../../src/staff/passwords.ts';
import { registerStaff } from '../../../src/staff/register-staff.ts';
import { newUuid } from '../../../src/staff/tokens.ts';
import { createVeil } from '../../../src/staff/veil.ts';
import { startTestDatabase, type TestDatabase } from '../../support/test-database.ts';

export const password = 'a long enough password';
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** A browser of a member: a cookie and a CSRF token that it takes from every answer that brings them. */
export interface Browser {
  readonly staffId: string;
  readonly email: string;
  me: Me | null;
  cookie: string;
  call(method: InjectOptions['method'] & string, url: string, payload?: unknown): Promise<LightMyRequestResponse>;
  /** Calls, expects success, and returns the body. */
  ok(method: InjectOptions['method'] & string, url: string, payload?: unknown): Promise<unknown>;
  /** Calls, expects a refusal, and returns its code. */
  refused(method: InjectOptions['method'] & string, url: string, payload?: unknown): Promise<string>;
}

export interface StaffServer {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  advance(ms: number): void;
  /** From now on only `advance` moves the server's clock. */
  stopClock(): void;
  /** A member without a session. */
  addMember(member?: { roles?: string[]; email?: string; withPassword?: boolean }): Promise<Browser>;
  /** A member who has logged in by password. */
  logIn(...roles: string[]): Promise<Browser>;
  /** Another browser of the same member, logged out. */
  elsewhere(browser: Browser): Browser;
  actions(): Promise<string[]>;
  close(): Promise<void>;
}

const refuse = () => Promise.reject(new Error('unused'));

/** Accounts, sessions and nothing else, on a real database. */
export async function startStaffServer(
  environment: Record<string, string> = {},
  database?: TestDatabase,
): Promise<StaffServer> {
  const own = database ?? (await startTestDatabase());
  const state = await mkdtemp(join(tmpdir(), 'wellhouse-state-'));
  const config = loadConfig({
    WELLHOUSE_STATE: state,
    WELLHOUSE_CONSOLE: join(state, 'no-console'),
    WELLHOUSE_LOGINS_PER_MINUTE: '100000',
    WELLHOUSE_PUBLIC_URL: 'http://localhost:8600',
    ...environment,
  });
  let offset = 0;
  let stoppedAt: number | null = null;
  const clock = () => new Date((stoppedAt ?? Date.now()) + offset);
  const log = pino({ level: 'silent' });
  const { masterKeyFile } = config;
  const keys = await openKeyStore({ database: own.database, masterKeyFile, clock, random: randomBytes, log });
  const blobs = await openLocalBlobs(config.blobDirectory);
  const hubs = createHubRegistry([]);
  const deps: Deps = {
    database: own.database,
    blobs,
    config,
    clock,
    random: randomBytes,
    keys,
    hubs,
    contacts: shippedContacts,
    log,
  };
  const others = { reporter: refuse, receipt: refuse, hub: refuse, anyHub: refuse, upload: refuse, metrics: refuse };
  const authenticators = {
    ...others,
    staff: createStaffAuthenticator(deps),
    mayCase: createCaseGuard(deps),
    within: createAnswerLimits(deps),
    veil: createVeil(deps),
  };
  const app = await createHttpApp(deps, authenticators, (instance) => registerStaff(instance, deps));
  await app.ready();

  function browserOf(staffId: string, email: string): Browser {
    const browser: Browser = {
      staffId,
      email,
      me: null,
      cookie: '',
      async call(method, url, payload) {
        const headers = {
          cookie: browser.cookie,
          'x-csrf-token': browser.me?.csrfToken ?? '',
          'user-agent': userAgent,
        };
        const response = await app.inject({
          method,
          url,
          headers,
          ...(payload !== undefined && { payload: payload as object }),
        });
        for (const { name, value } of response.cookies)
          if (name === 'wellhouse_session') browser.cookie = `${name}=${value}`;
        const me = response.body.startsWith('{') ? Me.safeParse(response.json()) : null;
        if (me?.success) browser.me = me.data;
        return response;
      },
      async ok(method, url, payload) {
        const response = await browser.call(method, url, payload);
        if (response.statusCode >= 300) throw new Error(`${method} ${url}: ${response.statusCode} ${response.body}`);
        return response.body === '' ? null : response.json();
      },
      async refused(method, url, payload) {
        const response = await browser.call(method, url, payload);
        if (response.statusCode < 400) throw new Error(`${method} ${url} was answered: ${response.body}`);
        return Problem.parse(response.json()).code;
      },
    };
    return browser;
  }

  async function addMember(
    member: { roles?: string[]; email?: string; withPassword?: boolean } = {},
  ): Promise<Browser> {
    const staffId = newUuid(randomBytes);
    const email = member.email ?? `${staffId}@team.example`;
    await own.database.kysely
      .insertInto('staff')
      .values({
        staff_id: staffId,
        name: `Member ${staffId.slice(0, 4)}`,
        email,
        roles: member.roles ?? ['viewer'],
        active: true,
        password_hash: member.withPassword === false ? null : await hashPassword(password, randomBytes),
      })
      .execute();
    return browserOf(staffId, email);
  }

  return {
    app,
    deps,
    stopClock() {
      stoppedAt ??= Date.now();
    },
    advance(ms) {
      offset += ms;
    },
    addMember,
    async logIn(...roles) {
      const browser = await addMember({ roles });
      await browser.ok('POST', '/v1/staff/login', { email: browser.email, password });
      return browser;
    },
    elsewhere: ({ staffId, email }) => browserOf(staffId, email),
    async actions() {
      const rows = await own.database.kysely.selectFrom('audit_entry').select('action').orderBy('entry_id').execute();
      return rows.map((row) => row.action);
    },
    async close() {
      await app.close();
      keys.close();
      if (database === undefined) await own.close();
      await rm(state, { recursive: true, force: true });
    },
  };
}
