/**
 * `npm start`: builds the web apps, makes the secrets that the parts share, and runs the safety server and the sample
 * messenger on loopback with embedded defaults. Ctrl-C stops everything; what was written stays in the state folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { prepareSecrets } from './lib/demo-secrets.ts';
import { root, run } from './lib/run.ts';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '8600' },
    'messenger-port': { type: 'string', default: '8700' },
    state: { type: 'string', default: join(root, 'var') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (options.help) {
  console.log(`npm start [-- options]

Builds and runs the safety server with its console, and a sample messenger, all on 127.0.0.1.
The database is the embedded PostgreSQL unless DATABASE_URL names another.

  --port N             safety server and console (8600)
  --messenger-port N   sample messenger (8700)
  --state FOLDER       where everything is kept (var)
  --json               print one line of JSON when ready`);
  process.exit(0);
}

const serverPort = portOf('--port', options.port);
const messengerPort = portOf('--messenger-port', options['messenger-port']);
const state = resolve(options.state);
const serverUrl = `http://127.0.0.1:${serverPort}`;
const messengerUrl = `http://127.0.0.1:${messengerPort}`;

const built = await run(process.execPath, ['--conditions=wellhouse-src', 'scripts/build-apps.ts'], { echo: true });
if (built.code !== 0) process.exit(1);

const secrets = await prepareSecrets({ state, messengerUrl });
const children: ChildProcess[] = [];
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));

const server = start('the safety server', [join(root, 'apps/server/bin/wellhouse.mjs'), 'serve', '--json'], {
  WELLHOUSE_STATE: state,
  WELLHOUSE_PORT: String(serverPort),
  WELLHOUSE_HUBS: secrets.hubsFile,
  WELLHOUSE_LOG_LEVEL: process.env.WELLHOUSE_LOG_LEVEL ?? 'warn',
});
const ready = await firstLine(server, (line) => line.includes('"event":"ready"'));
const { firstLogin }: { firstLogin: string | null } = JSON.parse(ready);

const messenger = start(
  'the messenger',
  ['--conditions=wellhouse-src', join(root, 'apps/messenger/src/delivery/main.ts')],
  {
    MESSENGER_PORT: String(messengerPort),
    MESSENGER_STATE: join(state, 'messenger'),
    MESSENGER_SAFETY_URL: serverUrl,
    MESSENGER_HUB_FILE: secrets.hubFile,
    MESSENGER_DEMO: '1',
  },
);
await firstLine(messenger, (line) => line.startsWith('messenger: http'));

if (options.json) {
  console.log(JSON.stringify({ event: 'ready', console: serverUrl, messenger: messengerUrl, firstLogin }));
} else {
  console.log(`
Wellhouse is ready.

  Console for the safety team   ${serverUrl}
  Sample messenger              ${messengerUrl}   (open it three times: as Ana, as Mal, as Mia who is 15)
`);
  if (firstLogin) console.log(`  First login, works once       ${firstLogin}\n`);
  console.log(`Everything is kept in ${state}. Ctrl-C stops it.`);
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  console.error(`${name} takes a port from 1 to 65535`);
  process.exit(2);
}

function start(name: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    // a group of its own: Ctrl-C reaches only this program, which then stops its parts in order
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  child.on('exit', (code) => {
    if (stopping) return;
    console.error(`${name} stopped by itself (exit code ${code}); stopping everything`);
    stop(1);
  });
  return child;
}

function firstLine(child: ChildProcess, wanted: (line: string) => boolean): Promise<string> {
  return new Promise((found) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (wanted(line)) found(line);
      else if (!options.json) console.log(line);
    });
  });
}

/** The messenger first, so that it does not call a server that is gone; then the server with its database. */
function stop(code: number): void {
  if (stopping) return;
  stopping = true;
  const last = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
    process.exit(1);
  }, 15_000);
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const stopNext = (): void => {
    const child = running.pop();
    if (child) {
      child.once('exit', stopNext);
      child.kill('SIGTERM');
      return;
    }
    clearTimeout(last);
    process.exit(code);
  };
  stopNext();
}
