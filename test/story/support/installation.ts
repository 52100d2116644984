import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { root } from '../../../scripts/lib/run.ts';

const Ready = z.object({ console: z.url(), messenger: z.url(), firstLogin: z.url() });

export interface Installation extends z.infer<typeof Ready> {
  stop(): Promise<void>;
}

/** What `npm start` starts, on free ports and in an empty state folder. */
export async function startInstallation(): Promise<Installation> {
  const state = await mkdtemp(join(tmpdir(), 'wellhouse-story-'));
  const [port, messengerPort] = [await freePort(), await freePort()];
  const child = spawn(
    process.execPath,
    [
      ...['--conditions=wellhouse-src', join(root, 'scripts/start-everything.ts'), '--json', '--state', state],
      ...['--port', String(port), '--messenger-port', String(messengerPort)],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DATABASE_URL: '' } },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<z.infer<typeof Ready>>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code} before it was ready`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"event":"ready"')) resolve(Ready.parse(JSON.parse(line)));
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

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
