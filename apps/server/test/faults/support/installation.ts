import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Me, type Role } from '@wellhouse/protocol';
import type { Database } from '../../../src/platform/database/open-database.ts';
import type { Hub } from '../../../src/platform/hubs.ts';
import { hashPassword } from '../../../src/staff/passwords.ts';
import { startTestDatabase } from '../../support/test-database.ts';
import { freePort, type ServerProcess, startServerProcess, writeHubsFile } from './server-process.ts';

export interface Installation {
  readonly state: string;
  readonly database: Database;
  /** Another `wellhouse serve --no-work`; it is starting. */
  serve(): Promise<{ server: ServerProcess; url: string }>;
  /** Another `wellhouse work`; it is starting. */
  work(): ServerProcess;
  /** A member with these roles; `logIn` them once a server is up. */
  addStaff(...roles: Role[]): Promise<{ staffId: string; email: string }>;
  /** Kills what still runs and removes everything. */
  close(): Promise<void>;
}

const password = 'a long enough password';

/** One database and one state folder for as many processes as wanted. The schema is theirs to lay. */
export async function createInstallation(hubs: readonly Hub[]): Promise<Installation> {
  const own = await startTestDatabase({ migrated: false });
  const state = await mkdtemp(join(tmpdir(), 'wellhouse-many-'));
  const hubsFile = join(state, 'hubs.json');
  await writeHubsFile(hubsFile, hubs);
  const settings = { state, hubsFile, databaseUrl: own.connectionString };
  const processes: ServerProcess[] = [];
  const keep = (one: ServerProcess) => {
    processes.push(one);
    return one;
  };
  return {
    state,
    database: own.database,
    async serve() {
      const port = await freePort();
      const server = keep(startServerProcess(['serve', '--no-work'], { ...settings, port }));
      return { server, url: `http://127.0.0.1:${port}` };
    },
    work: () => keep(startServerProcess(['work'], settings)),
    async addStaff(...roles) {
      const staffId = randomUUID();
      const email = `${staffId}@team.example`;
      const password_hash = await hashPassword(password, (length) => crypto.getRandomValues(Buffer.alloc(length)));
      const member = { staff_id: staffId, name: `Member ${staffId.slice(0, 4)}`, email, roles, active: true };
      await own.database.kysely
        .insertInto('staff')
        .values({ ...member, password_hash })
        .execute();
      return { staffId, email };
    },
    async close() {
      for (const one of processes) one.kill();
      await Promise.all(processes.map((one) => one.exited));
      await own.close();
      await rm(state, { recursive: true, force: true });
    },
  };
}

/** A session of this member: what a browser would send with each change. */
export async function logIn(serverUrl: string, email: string): Promise<Record<string, string>> {
  const response = await fetch(`${serverUrl}/v1/staff/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const me = Me.parse(await response.json());
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { cookie, 'x-csrf-token': me.csrfToken };
}
