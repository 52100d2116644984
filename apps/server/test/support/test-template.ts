import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/platform/database/migrate.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';

const migrations = join(import.meta.dirname, '..', '..', 'src', 'schema', 'migrations');
const prefix = 'wellhouse_test_template_';

/**
 * The name of a database on that server with the newest schema and what the migrations write, to copy. The first one to ask makes it, and
 * it stays for the next run, beside those of other migrations, which somebody else may be copying. It appears whole or
 * not at all.
 */
export async function templateOn(server: string): Promise<string> {
  const name = `${prefix}${digestOfMigrations()}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    // One makes it, the others wait.
    await client.query('select pg_advisory_lock(hashtext($1))', [prefix]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return name;
    const unfinished = `${prefix}unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(createEmpty(unfinished));
    await migrateAt(onDatabase(server, unfinished));
    await client.query(`alter database ${unfinished} rename to ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

/** A statement for a database without a schema, which sorts as the embedded one does. */
export function createEmpty(name: string): string {
  return `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`;
}

export function onDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}

async function migrateAt(connectionString: string): Promise<void> {
  const database = openDatabase({ connectionString, poolSize: 2 });
  await migrate(database).finally(() => database.close());
}

/** What a schema is made of: no step imports anything of ours from elsewhere. */
function digestOfMigrations(): string {
  const digest = createHash('sha256');
  for (const name of readdirSync(migrations).sort()) digest.update(name).update(readFileSync(join(migrations, name)));
  return digest.digest('hex').slice(0, 16);
}
