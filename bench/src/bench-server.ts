import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface BenchServer {
  readonly url: string;
  readonly connectionString: string;
  stop(): Promise<void>;
}

export interface BenchServerOptions {
  /** Its state folder, empty. */
  readonly state: string;
  readonly hubs: readonly { readonly hubId: string; readonly apiSecret: string }[];
  /** Whether it works off jobs too. */
  readonly work: boolean;
}

const command = join(import.meta.dirname, '../../apps/server/src/cli/main.ts');

/** `wellhouse serve` in a process of its own, on its embedded PostgreSQL. */
export async function startBenchServer({ state, hubs, work }: BenchServerOptions): Promise<BenchServer> {
  const hubsFile = join(state, 'hubs.json');
  await writeFile(hubsFile, JSON.stringify(hubs));
  const child = spawn(
    process.execPath,
    ['--conditions=wellhouse-src', command, 'serve', '--json', ...(work ? [] : ['--no-work'])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        WELLHOUSE_STATE: state,
        WELLHOUSE_PORT: '0',
        WELLHOUSE_HUBS: hubsFile,
        WELLHOUSE_LOG_LEVEL: 'warn',
        WELLHOUSE_REPORTS_PER_MINUTE: '100000000',
      },
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server stopped with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"ready"')) resolve(JSON.parse(line).listening);
    });
  });
  const { findEmbeddedPostgres } = await import('../../apps/server/src/platform/database/embedded-postgres.ts');
  const { loadConfig } = await import('../../apps/server/src/platform/config.ts');
  const directory = loadConfig({ WELLHOUSE_STATE: state }).database.embeddedDirectory;
  const connectionString = await findEmbeddedPostgres(directory);
  if (connectionString === null) throw new Error('the embedded database is not running');
  return {
    url,
    connectionString,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
