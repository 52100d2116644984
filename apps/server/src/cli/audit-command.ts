import type { Command } from 'commander';
import type { CommandContext, ExitCode } from './context.ts';

type Add = (name: string, description: string, help: string, parent: Command) => Command;
type Report = (code: ExitCode) => void;

/** `wellhouse audit …`. The commands themselves load when they run. */
export function addAuditCommand(program: Command, context: CommandContext, add: Add, report: Report): void {
  const audit = program.command('audit').description('the audit log: check its chain, sign where it stands');
  audit.helpOption('--help', 'explain this command').helpCommand(false).addHelpText('after', auditHelp);
  const load = () => import('./audit.ts');
  const again = (value: string, before: string[]): string[] => [...before, value];

  add('verify', 'walk the whole log and say whether every link holds', verifyHelp, audit)
    .option('--head <file>', 'a head that was kept; may be repeated', again, [])
    .option('--key <verifier key>', 'what heads must be signed by; default: the key in the database')
    .action(async (options: { json?: boolean; head: string[]; key?: string }) => {
      const { auditVerify } = await load();
      const { json = false, head, key = null } = options;
      report(await auditVerify(context, json, { heads: head, key }));
    });
  add('head', 'print where the log stands, signed', headHelp, audit).action(async (options: { json?: boolean }) => {
    const { auditHead } = await load();
    report(await auditHead(context, options.json ?? false));
  });
}

const auditHelp = `
Every entry holds the hash of the one before it, so a change anywhere shows from there on. What that alone cannot show is a
log whose end was cut off, or that was written anew from some point on: keep heads elsewhere, and check against them.

Every night, on a machine that the administrators of the database cannot write to:
  wellhouse audit head > heads/$(date -I).txt
  wellhouse audit verify --head heads/2026-11-01.txt --head heads/2026-11-26.txt`;

const verifyHelp = `
Exit code 0: every link holds, and every head that was given still is part of the log. 1: it names the first link that
does not, and what that means. 2: a file is no head, or not signed by the key.

Examples:
  wellhouse audit verify
  wellhouse audit verify --head monday.txt --key 'safety.example/audit+1a2b3c4d+AQ…' --json`;

const headHelp = `
A signed note (https://c2sp.org/signed-note) of three lines: whose log, how many entries, hash of the last one. The verifier key
goes to standard error; keep the first one that you see, apart from the server. Exit code 1 when the log itself does not hold.`;
