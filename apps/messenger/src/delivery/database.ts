import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { z } from 'zod';
import { albumTables } from './album-tables.ts';
import { familyTables } from './family-tables.ts';

const schema = `
CREATE TABLE IF NOT EXISTS service (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  service_id TEXT NOT NULL                -- made with the file: tells devices when they meet another one
) STRICT;
CREATE TABLE IF NOT EXISTS account (
  account_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS session (
  token_sha256 BLOB PRIMARY KEY,          -- the token itself is never stored
  account_id TEXT NOT NULL REFERENCES account,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS signature_key (
  account_id TEXT NOT NULL REFERENCES account,
  signature_key TEXT NOT NULL,            -- base64url; append-only: what devices check credentials against
  added_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, signature_key)
) STRICT;
CREATE TABLE IF NOT EXISTS key_package (
  key_package_id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account,
  key_package BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS key_package_by_account ON key_package (account_id);
CREATE TABLE IF NOT EXISTS chat_group (
  group_id TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,                 -- epoch that the next commit or message must be of
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS member (
  group_id TEXT NOT NULL REFERENCES chat_group,
  account_id TEXT NOT NULL REFERENCES account,
  joined_at INTEGER NOT NULL,
  left_at INTEGER,                        -- kept: a former member may still report
  PRIMARY KEY (group_id, account_id)
) STRICT;
CREATE INDEX IF NOT EXISTS member_by_account ON member (account_id);
CREATE TABLE IF NOT EXISTS member_span (
  group_id TEXT NOT NULL REFERENCES chat_group,
  account_id TEXT NOT NULL REFERENCES account,
  from_epoch INTEGER NOT NULL,            -- the first whose messages the account could read
  to_epoch INTEGER,                       -- the last; NULL while it is a member
  PRIMARY KEY (group_id, account_id, from_epoch)
) STRICT;
CREATE TABLE IF NOT EXISTS stamped_message (
  group_id TEXT NOT NULL REFERENCES chat_group,
  sequence INTEGER NOT NULL,              -- gapless: the row and its number are committed together
  message_sha256 BLOB NOT NULL,           -- makes a repeated submission the same message
  sender TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  PRIMARY KEY (group_id, sequence),
  UNIQUE (group_id, message_sha256)
) STRICT;
CREATE TABLE IF NOT EXISTS blob_group (
  sha256 TEXT NOT NULL,                   -- of an encrypted picture
  group_id TEXT NOT NULL REFERENCES chat_group,
  PRIMARY KEY (sha256, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blob_reader (
  sha256 TEXT NOT NULL,
  account_id TEXT NOT NULL,               -- in the group when it was uploaded: may fetch it after leaving, too
  group_id TEXT NOT NULL REFERENCES chat_group,
  PRIMARY KEY (sha256, account_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (
  event_id INTEGER PRIMARY KEY AUTOINCREMENT,
  body TEXT NOT NULL,                     -- ciphertext and addressing only
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS event_by_age ON event (created_at);
CREATE TABLE IF NOT EXISTS inbox (
  account_id TEXT NOT NULL,
  event_id INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  PRIMARY KEY (account_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS inbox_by_event ON inbox (event_id);
CREATE TABLE IF NOT EXISTS standing (
  account_id TEXT PRIMARY KEY,
  state TEXT NOT NULL,                    -- suspended | banned | good
  until INTEGER,
  notice TEXT,
  sequence INTEGER NOT NULL               -- of the enforcement event that set it
) STRICT;
CREATE TABLE IF NOT EXISTS account_limit (
  account_id TEXT PRIMARY KEY,
  until INTEGER NOT NULL,                 -- reaches nobody new before this
  notice TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS notice (
  account_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  notice TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, reference)
) STRICT;
CREATE TABLE IF NOT EXISTS webhook (
  webhook_id TEXT PRIMARY KEY,
  received_at INTEGER NOT NULL
) STRICT;
-- Members of a file from before spans were kept: vouched for as before, without a beginning.
INSERT INTO member_span (group_id, account_id, from_epoch, to_epoch)
  SELECT group_id, account_id, 0, CASE WHEN left_at IS NULL THEN NULL ELSE epoch END
  FROM member JOIN chat_group USING (group_id)
  WHERE NOT EXISTS (SELECT 1 FROM member_span AS span
    WHERE span.group_id = member.group_id AND span.account_id = member.account_id);
-- Pictures of a file from before their readers were kept: for whoever is or was in the group, as before.
INSERT INTO blob_reader (sha256, account_id, group_id)
  SELECT sha256, account_id, group_id FROM blob_group JOIN member USING (group_id)
  WHERE NOT EXISTS (SELECT 1 FROM blob_reader AS reader
    WHERE reader.sha256 = blob_group.sha256 AND reader.group_id = blob_group.group_id);
`;

export interface Database {
  run(sql: string, ...values: SQLInputValue[]): number;
  row<T extends z.ZodType>(type: T, sql: string, ...values: SQLInputValue[]): z.infer<T> | undefined;
  rows<T extends z.ZodType>(type: T, sql: string, ...values: SQLInputValue[]): z.infer<T>[];
  /** All or nothing. `work` is synchronous, so nothing else can slip into the transaction. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/**
 * The delivery service's store: one SQLite file, write-ahead log, `synchronous=FULL`: what was acknowledged survives
 * a power cut.
 *
 * @param path file path, or `:memory:`
 */
export function openDatabase(path: string): Database {
  const sqlite = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 5_000 });
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  sqlite.exec(schema + albumTables + familyTables);
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  function prepare(sql: string) {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = sqlite.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }
  return {
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    row(type, sql, ...values) {
      const found = prepare(sql).get(...values);
      return found === undefined ? undefined : type.parse(found);
    },
    rows: (type, sql, ...values) =>
      prepare(sql)
        .all(...values)
        .map((found) => type.parse(found)),
    transaction(work) {
      sqlite.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        sqlite.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => sqlite.close(),
  };
}
