import { Command, CommanderError, Option } from 'commander';
import { addAuditCommand } from './audit-command.ts';
import { addClassifyCommand } from './classify-command.ts';
import { type CommandContext, CommandError, type ExitCode, exitCodes, printable } from './context.ts';
import { addDemoCommand } from './demo-command.ts';
import { addDrillCommand } from './drill-command.ts';
import { addHashCommand } from './hash-command.ts';
import { addListsCommand } from './lists-command.ts';
import { addMatchCommand } from './match-command.ts';

const inputCodes = new Set([
  'demo-refused',
  'config-invalid',
  'hubs-file-invalid',
  'contacts-file-invalid',
  'list-sources-file-invalid',
  'master-key-missing',
  'master-key-unreadable',
  'master-key-exposed',
]);

/** Runs one command line and returns its exit code. Never throws. */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const program = createProgram(context, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput;
    return fail(context, args.includes('--json'), error);
  }
}

function fail(context: CommandContext, json: boolean, error: unknown): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
  if (json) context.write(`${JSON.stringify({ error: { code, message } })}\n`);
  else context.writeError(`wellhouse: ${printable(message)}\n`);
  if (error instanceof CommandError) return error.exitCode;
  return inputCodes.has(code) ? exitCodes.badInput : exitCodes.failed;
}

type Report = (code: ExitCode) => void;

function createProgram(context: CommandContext, report: Report): Command {
  const program = new Command('wellhouse')
    .description('Trust and safety for end-to-end encrypted messengers.')
    .version('0.1.0', '--version', 'print the version')
    .helpOption('--help', 'explain this command')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: context.write, writeErr: context.writeError })
    .showHelpAfterError('(wellhouse --help lists the commands)')
    .addHelpText('after', programHelp);
  const json = () => new Option('--json', 'answer with one JSON object a line');
  const add = (name: string, description: string, help: string, parent = program) =>
    parent
      .command(name)
      .description(description)
      .helpOption('--help', 'explain this command')
      .addOption(json())
      .addHelpText('after', help);

  // Commands load when they run: `--help` and `verify` must not wait for the server's code.
  add('serve', 'run the safety server: API, console and workers', serveHelp)
    .option('--no-work', 'answer requests only; `wellhouse work` elsewhere does the jobs')
    .action(async (options: { json?: boolean; work: boolean }) => {
      const { serve } = await import('./serve.ts');
      report(await serve(context, { json: options.json ?? false, work: options.work }));
    });
  add('work', 'run workers without the API', workHelp).action(async (options: { json?: boolean }) => {
    const { work } = await import('./work.ts');
    report(await work(context, options.json ?? false));
  });
  add('migrate', 'bring the database to the newest schema', migrateHelp)
    .option('--status', 'only list the steps and when each was applied')
    .action(async (options: { json?: boolean; status?: boolean }) => {
      const { migrateCommand } = await import('./migrate.ts');
      report(await migrateCommand(context, options.json ?? false, options.status ?? false));
    });
  const keys = program.command('keys').description('manage the keys of this installation');
  keys.helpOption('--help', 'explain this command').helpCommand(false);
  add('rotate', 'replace a key with a new one', rotateHelp, keys)
    .option('--sealing', 'a new key for devices to seal reports to')
    .option('--master', 'a new master key; wraps every stored key again')
    .option('--retire', 'with --master: drop master keys that wrap nothing any more')
    .action(async (options: { json?: boolean; sealing?: boolean; master?: boolean; retire?: boolean }) => {
      const { rotateKeys } = await import('./rotate-keys.ts');
      const { sealing = false, master = false, retire = false } = options;
      report(await rotateKeys(context, options.json ?? false, { sealing, master, retire }));
    });
  add('verify', 'check evidence and say how well it proves itself', verifyHelp)
    .argument('<evidence.json>', 'file to check, or - for standard input')
    .option(
      '--attachment <item.part=file>',
      'a file as it was uploaded, still encrypted, or itself where the evidence has no key for it; may be repeated',
      collect,
      [],
    )
    .option('--excerpt <item.part=file>', 'an excerpt of a file; may be repeated', collect, [])
    .action(async (file: string, options: { json?: boolean; attachment: string[]; excerpt: string[] }) => {
      const { verify } = await import('./verify.ts');
      const { readAttachedFile } = await import('./verify-attached-file.ts');
      const files = [
        ...options.attachment.map((option) => readAttachedFile('attachment', option)),
        ...options.excerpt.map((option) => readAttachedFile('excerpt', option)),
      ];
      report(await verify(context, file, { json: options.json ?? false, files }));
    });
  addHashCommand(context, add, report);
  addMatchCommand(context, add, report);
  addClassifyCommand(context, add, report);
  addListsCommand(program, context, add, report);
  addAuditCommand(program, context, add, report);
  addDrillCommand(context, add, report);
  addDemoCommand(program, context, add, report);
  program
    .command('openapi')
    .description('print the OpenAPI 3.1 document of the API')
    .helpOption('--help', 'explain this command')
    .action(async () => {
      const { printOpenApi } = await import('./openapi.ts');
      report(await printOpenApi(context));
    });
  return program;
}

/** Values of an option that may be repeated. */
function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

const programHelp = `
Start:
  wellhouse serve           everything in one process, on embedded PostgreSQL, at http://127.0.0.1:8600
Grow:
  DATABASE_URL=postgres://… wellhouse serve --no-work     as many as you want
  DATABASE_URL=postgres://… wellhouse work                as many as you want

Exit codes: 0 done, 1 failed or "no", 2 the command line, a setting or a file cannot be used.`;

const serveHelp = `
Prints its address and, while nobody can log in yet, a one-time link for the first admin. Ctrl-C ends it cleanly.

Settings (environment):
  WELLHOUSE_HOST, WELLHOUSE_PORT   where to listen; 127.0.0.1 and 8600
  WELLHOUSE_PUBLIC_URL             how people reach it, when a proxy stands in front
  WELLHOUSE_PROXIES                addresses of proxies whose X-Forwarded-For is believed
  WELLHOUSE_STATE                  folder of everything that must survive; default: var
  DATABASE_URL                     a PostgreSQL 15 or newer instead of the embedded one
  WELLHOUSE_MASTER_KEY_FILE        the master key; back it up apart from the database
  WELLHOUSE_HUBS                   JSON file: [{"hubId","apiSecret","webhookUrl","webhookSecret"}]
  WELLHOUSE_CONTACTS               JSON file of helplines that stand over the shipped ones; see packages/taxonomy/README.md
  WELLHOUSE_LIST_SOURCES           JSON file of where lists of known pictures come from; see wellhouse lists --help
  WELLHOUSE_APPEALS                the other way to appeal and complain, in words; goes into every notice
  WELLHOUSE_READERS                who reads reports, in words; shown before one is sent
  WELLHOUSE_DISAPPEARING_GRACE     seconds that a disappeared message stays reportable, 0 to 86400; 3600
  WELLHOUSE_SECOND_FACTOR          required, or on this machine alone: later
  WELLHOUSE_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, _NAME, _ONLY   single sign-on; see docs/staff.md
  WELLHOUSE_UNDO_GRACE             seconds for which a decision can be taken back unheard, 0 to 300; 10
  WELLHOUSE_SMTP_URL, _PAGE_FROM, _PAGE_TO, _PAGE_WEBHOOK, _PAGE_SECRET, _PAGE_LANGUAGE
                                   how people are called before clocks break; see apps/server/README.md
  WELLHOUSE_METRICS_TOKEN          what Prometheus shows at /metrics, 20 characters at least; see docs/exports.md
  WELLHOUSE_LOG_LEVEL              info, warn, debug …; the log goes to standard error

Examples:
  wellhouse serve
  WELLHOUSE_PORT=9000 wellhouse serve --no-work`;

const workHelp = `
Verifies reports, sends decisions to delivery services and retries what failed. Run as many as you want: a job is
taken by one of them, and taken over by another if that one dies. Uses the same settings as serve. With the embedded
PostgreSQL it joins the one that a running serve has started.`;

const migrateHelp = `
serve and work do this by themselves when they start. Servers that start together wait for each other.

Examples:
  wellhouse migrate
  wellhouse migrate --status --json`;

const rotateHelp = `
--sealing: devices seal to the new key as soon as they fetch the configuration; the old key goes on opening what was
  sealed to it. A new one is also made by itself two months before the newest one ends.
--master: run it when the master key file may have been seen. Every stored key is wrapped again; evidence is not
  touched. Running servers read the new file within a minute. After that run it again with --retire to drop the old
  key from the file, and back the file up.`;

const verifyHelp = `
The file holds the evidence and the keys of the hub that stamped it:
  {"evidence": [{"scheme":"wh-frank-1","role":"reported","stamp":"…","partCount":2,"revealed":[…],"hidden":[…]}],
   "keys": [{"keyId":1,"macKey":"…","publicKey":"…","notBefore":"…","notAfter":"…"}], "hubId": "messenger.example"}
A key with "publicKey": null stamps by MAC alone; "retired": true says that its signing key has been published.
It needs no server and no database. Exit code 0: every item is VERIFIED, and every file beside it is the one meant. 1: at least one
is not. 2: not such a file.

Attachments: --attachment 0.2=picture.bin says that picture.bin is the uploaded file of part 2 of item 0, --excerpt that it is a
piece of it. Both are held to what the sender committed to; a piece says which bytes of the file it proves. Where the evidence holds no key for
part 2, nothing can be opened: the SHA-256 of picture.bin, the file itself or its upload, is held to the digests that the sender
committed to. MATCH (exit code 0) or MISMATCH (1) is of what the sender said of the file; --json: "compared", "matches".

A file of test vectors of franking or of attachments (docs/spec/vectors) may stand in its place: each message, disclosure, file and
negative vector is judged, with the reason of each refusal. (docs/spec/vectors/check-vectors.py checks every value in them.)`;
