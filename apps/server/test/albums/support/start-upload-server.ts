import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface UploadServer {
  readonly url: string;
  readonly child: ChildProcess;
  /** Exit code and signal. */
  readonly exited: Promise<unknown[]>;
}

/** Starts upload-server.ts. */
export async function startUploadServer(...given: string[]): Promise<UploadServer> {
  const script = join(import.meta.dirname, 'upload-server.ts');
  const child = spawn(process.execPath, ['--conditions=wellhouse-src', script, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [url] = await once(createInterface(child.stdout), 'line');
  return { url: String(url), child, exited };
}
