import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { root, run } from '../../../scripts/lib/run.ts';
import { freePort } from './installation.ts';

const Ready = z.object({ url: z.url(), firstLogin: z.url() });

export interface SafetyServer extends z.infer<typeof Ready> {
  stop(): Promise<void>;
}

/**
 * The safety server with its console alone, under the name localhost: browsers know passkeys only at a name. `demoCases`: how many
 * cases of a made-up team are there before it starts.
 */
export async function startSafetyServer(
  environment: Record<string, string> = {},
  { demoCases = 0 }: { demoCases?: number } = {},
): Promise<SafetyServer> {
  const built = await run(process.execPath, ['--conditions=wellhouse-src', join(root, 'scripts/build-apps.ts')]);
  if (built.code !== 0) throw new Error(`build the apps: ${built.output}`);
  const state = await mkdtemp(join(tmpdir(), 'wellhouse-story-'));
  const port = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: '',
    WELLHOUSE_STATE: state,
    WELLHOUSE_UNDO_GRACE: '0',
    WELLHOUSE_PORT: String(port),
    WELLHOUSE_PUBLIC_URL: `http://localhost:${port}`,
    WELLHOUSE_LOG_LEVEL: 'warn',
    ...environment,
  };
  const command = join(root, 'apps/server/bin/wellhouse.mjs');
  if (demoCases > 0) {
    const seeded = await run(process.execPath, [command, 'demo', 'seed', '--cases', String(demoCases), '--days', '2'], {
      env,
    });
    if (seeded.code !== 0) throw new Error(`seed a demonstration: ${seeded.output}`);
  }
  const child = spawn(process.execPath, [command, 'serve', '--json'], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<z.infer<typeof Ready>>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`wellhouse serve ended with ${code} before it was ready`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"event":"ready"')) resolve(Ready.parse(JSON.parse(line)));
    });
  });
  return {
    ...ready,
    async stop() {
      child.kill('SIGTERM');
      await gone;
      await rm(state, { recursive: true, force: true });
    },
  };
}
