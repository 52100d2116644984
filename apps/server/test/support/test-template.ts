import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/platform/database/migrate.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';

const migrations = join(import.meta.dirname, '..', '..', 'src', 'schema', 'migrations');
const prefix = 'wellhouse_test_template_';

/**
 * The name of a database on that server with the newest schema and no row, to copy. The first one to ask makes it, and
 * it stays until the migrations change. It appears whole or not at all.
 */
export async function templateOn(server: string): Promise<string> {
  const name = `${prefix}${digestOfMigrations()}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    // One makes it, the others wait.
    await client.query('select pg_advisory_lock(hashtext($1))', [prefix]);
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    if (rows.some(({ datname }) => datname === name)) return name;
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
    const unfinished = `${prefix}unfinished`;
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
