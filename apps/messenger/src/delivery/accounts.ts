import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '../wire.ts';
import type { Database } from './database.ts';
import { DeliveryProblem } from './problems.ts';

const sessionMs = 30 * 24 * 3_600_000;
const Row = z.object({ account_id: z.string(), name: z.string() });
const Count = z.object({ n: z.int() });
const Key = z.object({ signature_key: z.string() });

export interface Accounts {
  /** Opens an account by its name, or makes it. The sample asks for no password: a real messenger signs people in. */
  signIn(name: string): { accountId: string; name: string; token: string; serviceId: string };
  /** The account that a session token belongs to. @throws {DeliveryProblem} `unauthenticated` */
  authenticate(token: string): string;
  find(accountId: string): Account | undefined;
  list(): Account[];
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** `Ana` at `messenger.localhost` → `ana@messenger.localhost`; letters of every script and digits stay. */
export function accountIdOf(name: string, hubId: string): string {
  const local = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (local === '') throw new DeliveryProblem('invalid-request', 'a name needs at least one letter or digit');
  return `${local}@${hubId}`;
}

export function createAccounts(database: Database, hubId: string, clock: () => number): Accounts {
  database.run('INSERT OR IGNORE INTO service (only, service_id) VALUES (1, ?)', randomUUID());
  const service = database.row(z.object({ service_id: z.string() }), 'SELECT service_id FROM service');
  if (service === undefined) throw new Error('cannot read the service id');

  function present(row: z.infer<typeof Row>): Account {
    const keys = database.rows(
      Key,
      'SELECT signature_key FROM signature_key WHERE account_id = ? ORDER BY added_at, rowid',
      row.account_id,
    );
    const packages = database.row(Count, 'SELECT count(*) AS n FROM key_package WHERE account_id = ?', row.account_id);
    return {
      accountId: row.account_id,
      name: row.name,
      ready: (packages?.n ?? 0) > 0,
      signatureKeys: keys.map((key) => key.signature_key),
    };
  }
  return {
    signIn(name) {
      const accountId = accountIdOf(name, hubId);
      const token = randomBytes(32).toString('base64url');
      const now = clock();
      const shown = database.transaction(() => {
        database.run(
          'INSERT OR IGNORE INTO account (account_id, name, created_at) VALUES (?, ?, ?)',
          accountId,
          name,
          now,
        );
        database.run(
          'INSERT INTO session (token_sha256, account_id, expires_at) VALUES (?, ?, ?)',
          sha256(token),
          accountId,
          now + sessionMs,
        );
        return database.row(Row, 'SELECT account_id, name FROM account WHERE account_id = ?', accountId);
      });
      return { accountId, name: shown?.name ?? name, token, serviceId: service.service_id };
    },
    authenticate(token) {
      const found = database.row(
        z.object({ account_id: z.string() }),
        'SELECT account_id FROM session WHERE token_sha256 = ? AND expires_at > ?',
        sha256(token),
        clock(),
      );
      if (found === undefined) throw new DeliveryProblem('unauthenticated', 'the session token is not valid');
      return found.account_id;
    },
    find(accountId) {
      const row = database.row(Row, 'SELECT account_id, name FROM account WHERE account_id = ?', accountId);
      return row === undefined ? undefined : present(row);
    },
    list: () => database.rows(Row, 'SELECT account_id, name FROM account ORDER BY name LIMIT 200').map(present),
  };
}
