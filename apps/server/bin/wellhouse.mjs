#!/usr/bin/env node
// Plain JavaScript for whatever Node started it (20 and newer): finds the Node that npm installed with this project and
// hands over to the command, which is TypeScript and needs Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function findNode() {
  for (let folder = here; ; folder = dirname(folder)) {
    const installed = join(folder, 'node_modules/.bin/node');
    if (existsSync(installed)) return installed;
    if (folder === dirname(folder)) break;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 7) ? process.execPath : null;
}

const node = findNode();
if (node === null) {
  console.error(`wellhouse needs Node 24.7 or newer and found ${process.versions.node}; run npm ci in its folder`);
  process.exit(2);
}
// The channel tells the command when this process is gone, so that it never runs on alone.
const child = spawn(
  node,
  [
    '--conditions=wellhouse-src',
    '--disable-warning=ExperimentalWarning',
    join(here, '../src/cli/main.ts'),
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
child.on('error', (error) => {
  console.error(`wellhouse: start ${node}: ${error.message}`);
  process.exit(1);
});
// In a terminal Ctrl-C reaches the command by itself; passing it on as well would count as asking twice.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT');
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
