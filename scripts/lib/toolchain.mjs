/**
 * The step before everything else: plain JavaScript that any Node ≥ 20 runs. It installs the locked dependencies when
 * they are missing or stale, and hands over to the Node version that the lock file brings along.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const stamp = join(root, 'node_modules', '.wellhouse-installed');

/** Runs `npm ci` unless node_modules was installed from this very lock file. */
export function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('Installing the locked dependencies (about a minute the first time) …\n');
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...first] = npm;
  const result = spawnSync(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) {
    process.stderr.write('npm ci failed; see the lines above. Nothing was started.\n');
    process.exit(result.status ?? 1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** The Node that runs TypeScript sources as they are: the locked one, else the user's own if it is new enough. */
export function modernNode() {
  for (const arch of ['x64', 'arm64']) {
    const locked = join(root, 'node_modules', `node-linux-${arch}`, 'bin', 'node');
    if (process.platform === 'linux' && process.arch === arch && existsSync(locked)) return locked;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  process.stderr.write(`Node ${process.versions.node} cannot run this project here: install Node 22.18 or newer.\n`);
  process.exit(1);
}

/** Replaces this process by a TypeScript program under the modern Node; passes on signals and the exit code. */
export function handOver(program, args) {
  const node = modernNode();
  const child = spawn(node, ['--conditions=wellhouse-src', join(root, program), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(node)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
