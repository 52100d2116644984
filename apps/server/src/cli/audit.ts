import { readFile } from 'node:fs/promises';
import type { Deps } from '../deps.ts';
import { openDeps } from '../open-deps.ts';
import { loadConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { HeadError, openHead, ownVerifierKey, type SignedHead, signHead } from '../staff/audit-head.ts';
import { type ChainBreak, type ChainVerdict, verifyAudit } from '../staff/verify-audit.ts';
import { answer, type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';
import { progressBar } from './progress-bar.ts';

/** `wellhouse audit verify` */
export function auditVerify(
  context: CommandContext,
  json: boolean,
  options: { readonly heads: readonly string[]; readonly key: string | null },
): Promise<ExitCode> {
  return withDeps(context, async (deps) => {
    const heads = await readHeads(deps, options);
    const verdict = await walk(deps, json, heads);
    const { head, broken } = verdict;
    const value = {
      intact: broken === null,
      entries: head.size,
      hash: head.hash.toString('hex'),
      heads: heads.map(({ origin, size }) => ({ origin, size })),
      broken: broken === null ? null : { ...broken, meaning: meaningOf(broken) },
    };
    answer(context, json, value, linesOf(verdict, heads));
    return broken === null ? exitCodes.ok : exitCodes.failed;
  });
}

/** `wellhouse audit head` */
export function auditHead(context: CommandContext, json: boolean): Promise<ExitCode> {
  return withDeps(context, async (deps) => {
    const verdict = await walk(deps, json, []);
    if (verdict.broken !== null) {
      // What does not hold is not signed.
      answer(context, json, { note: null, broken: verdict.broken }, linesOf(verdict, []));
      return exitCodes.failed;
    }
    const { note, verifierKey } = await signHead(deps, verdict.head);
    if (json) answer(context, true, { note, verifierKey, entries: verdict.head.size }, []);
    else {
      context.write(note);
      context.writeError(`verifier key: ${verifierKey}\n`);
    }
    return exitCodes.ok;
  });
}

async function walk(deps: Deps, json: boolean, heads: readonly SignedHead[]): Promise<ChainVerdict> {
  const bar = progressBar('Checking the audit log', !json);
  try {
    return await verifyAudit(deps.database, heads, bar.at);
  } finally {
    bar.end();
  }
}

async function readHeads(
  deps: Deps,
  { heads, key }: { readonly heads: readonly string[]; readonly key: string | null },
): Promise<SignedHead[]> {
  if (heads.length === 0) return [];
  const trusted = key ?? (await ownVerifierKey(deps));
  if (trusted === null) {
    throw bad('head-unreadable', 'check a head: the database holds no key; give the one you kept with --key');
  }
  return Promise.all(
    heads.map(async (file) => {
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        throw bad('file-unreadable', `read ${file}: ${error instanceof Error ? error.message : String(error)}`);
      });
      try {
        return openHead(text, trusted);
      } catch (error) {
        if (!(error instanceof HeadError)) throw error;
        throw bad(error.code, `${file}: ${error.message}`);
      }
    }),
  );
}

function linesOf({ head, broken }: ChainVerdict, heads: readonly SignedHead[]): string[] {
  if (broken !== null) return [`The audit log does not hold at entry ${broken.entryId}.`, meaningOf(broken)];
  const kept = keptWords(heads.length);
  const lines = [`${head.size} entries; every link holds.${kept}`, `last hash ${head.hash.toString('hex')}`];
  if (heads.length === 0) lines.push('Without a head that was kept, nobody can say whether the end was cut off.');
  return lines;
}

function keptWords(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? ' The head that was given is part of it.'
    : ` All ${count} heads that were given are part of it.`;
}

function meaningOf({ kind, entryId, until }: ChainBreak): string {
  switch (kind) {
    case 'missing':
      return `Entries ${entryId} to ${until} were taken out.`;
    case 'changed':
      return `What entry ${entryId} says was changed after it was written.`;
    case 'unlinked':
      return `Entry ${entryId} does not follow from entry ${entryId - 1}: one of the two was changed and hashed anew, or entries were taken out or put in another order and numbered anew.`;
    case 'cut':
      return `A head that was kept tells of ${until} entries, and the log ends at ${entryId - 1}: its end was cut off.`;
    case 'rewritten':
      return `The log holds together, but entry ${entryId} is not the one that a kept head tells of: the log was written anew from some entry up to there on.`;
  }
}

function bad(code: string, message: string): CommandError {
  return new CommandError(code, exitCodes.badInput, message);
}

async function withDeps(context: CommandContext, use: (deps: Deps) => Promise<ExitCode>): Promise<ExitCode> {
  const config = loadConfig(context.environment);
  const { deps, close } = await openDeps(config, { log: createLog(config.logLevel), attach: true });
  try {
    return await use(deps);
  } finally {
    await close();
  }
}
