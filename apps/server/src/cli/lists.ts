import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { CreateList, type List } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { createList } from '../lists/create-list.ts';
import { fetchList } from '../lists/fetch-list.ts';
import { getList } from '../lists/get-list.ts';
import { importList } from '../lists/import-list.ts';
import { listAlbumRegions } from '../lists/list-album-regions.ts';
import { ListError } from '../lists/list-error.ts';
import { listLists } from '../lists/list-lists.ts';
import { openDeps } from '../open-deps.ts';
import { loadConfig } from '../platform/config.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { createLog } from '../platform/log.ts';
import { answer, type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';
import { progressBar } from './progress-bar.ts';

type ShownList = z.input<typeof List>;

/** `wellhouse lists list` */
export function listsList(context: CommandContext, json: boolean): Promise<ExitCode> {
  return withDeps(context, async (deps) => {
    const { lists } = await listLists(deps);
    const lines =
      lists.length === 0 ? ['No list yet. wellhouse lists add --help says how to add one.'] : lists.map(lineOf);
    answer(context, json, { lists }, lines);
    return exitCodes.ok;
  });
}

/** `wellhouse lists add DEFINITION` */
export async function listsAdd(context: CommandContext, json: boolean, file: string): Promise<ExitCode> {
  const parsed = CreateList.safeParse(await readDefinition(file));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw badInput('list-definition-invalid', `read ${file}: ${lines.join('; ')}`);
  }
  return withDeps(context, async (deps) => {
    const list = await createList(deps, null, parsed.data);
    answer(context, json, { list }, [`Added ${list.listId}, in shadow: its matches are counted and nothing is held.`]);
    return exitCodes.ok;
  });
}

/** `wellhouse lists import FILE --list NAME` */
export async function listsImport(
  context: CommandContext,
  json: boolean,
  options: { readonly file: string; readonly list: string; readonly type: string | undefined },
): Promise<ExitCode> {
  const { file, list: listId, type } = options;
  const size =
    file === '-' ? 0 : (await stat(file).catch((error: unknown) => Promise.reject(unreadable(file, error)))).size;
  return withDeps(context, async (deps) => {
    const bar = progressBar(`Importing ${listId}`, !json && size > 0);
    try {
      const chunks = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
      const onProgress = (bytes: number) => bar.at(bytes, Math.max(size, bytes));
      const result = await importList(deps, chunks, { listId, type, onProgress });
      const { read, added, changed, withdrawn } = result;
      const line = `${listId}: ${read} lines; ${added} entries added, ${changed} changed, ${withdrawn} withdrawn`;
      answer(context, json, { listId, ...result }, [line]);
      return exitCodes.ok;
    } finally {
      bar.end();
    }
  });
}

/** `wellhouse lists sync NAME` */
export function listsSync(context: CommandContext, json: boolean, listId: string): Promise<ExitCode> {
  return withDeps(context, async (deps) => {
    const bar = progressBar(`Fetching ${listId}`, !json);
    try {
      const result = await fetchList(deps, listId, { onProgress: (read) => bar.at(read, read) });
      const { read, added, changed, withdrawn, unreadable: left } = result;
      const line = `${listId}: ${read} items; ${added} entries added, ${changed} changed, ${withdrawn} withdrawn`;
      const lines =
        left > 0 ? [line, `${left} fingerprints were not what they say they are, and were left out.`] : [line];
      answer(context, json, { listId, ...result }, lines);
      return exitCodes.ok;
    } finally {
      bar.end();
    }
  });
}

/** `wellhouse lists show NAME` */
export function listsShow(context: CommandContext, json: boolean, listId: string): Promise<ExitCode> {
  return withDeps(context, async (deps) => {
    const page = await getList(deps, listId);
    const { list, versions } = page;
    const { settings, counts } = list;
    const matches = Object.entries(list.matches).map(([effect, n]) => `${n} ${effect}`);
    answer(context, json, page, [
      lineOf(list),
      `  ${settings.title}: ${settings.purpose}`,
      `  agreement     ${settings.agreement}`,
      `  category      ${settings.category}`,
      ...(list.kind === 'negative' ? ['  regions       every one: a negative list holds nothing'] : []),
      ...Object.entries(settings.legalBasis).map(([region, words]) => `  legal basis   ${region}: ${words}`),
      `  surfaces      ${settings.surfaces.join(', ') || 'none'}`,
      `  rules         radius ${settings.radius}, quality ${settings.qualityFloor} and up, ${settings.minimumSources} ${settings.minimumSources === 1 ? 'source' : 'sources'}, set aside after ${settings.floodLimit} pictures a day`,
      `  entries       ${counts.live} live (${counts.notMatchable} of a kind that is not matched), ${counts.quarantined} set aside, ${counts.excluded} ruled out, ${counts.withdrawn} withdrawn`,
      `  this week     ${matches.join(', ') || 'no match'}`,
      ...list.waiting.map(
        ({ kind, first }) => `  waits         ${kind}, ${first === null ? 'for two people' : 'for a second person'}`,
      ),
      ...versions.map((each) =>
        `  version ${each.version}  ${each.at}  ${each.kind}  ${each.staffName ?? ''}`.trimEnd(),
      ),
    ]);
    return exitCodes.ok;
  });
}

/** `wellhouse lists regions` */
export function listsRegions(context: CommandContext, json: boolean): Promise<ExitCode> {
  return withDeps(context, async (deps) => {
    const { regions } = await listAlbumRegions(deps);
    const lines = regions.flatMap(({ region, checked, why, switch: own, lists, waiting }) => [
      `${region}  ${checked ? 'checked' : 'not checked'}${why === null ? '' : `  ${why}`}`,
      ...(own?.legalBasis ? [`  legal basis   ${own.legalBasis}`] : []),
      ...lists.map(({ listId, state, legalBasis }) => `  list          ${listId}, ${state}: ${legalBasis}`),
      ...waiting.map(({ first }) => `  waits         to be switched on, for a second person; asked by ${first.name}`),
    ]);
    answer(context, json, { regions }, lines);
    return exitCodes.ok;
  });
}

function lineOf({ listId, kind, state, source, settings, counts, sync, version }: ShownList): string {
  const when = sync.doneAt === null ? 'never synced' : `last complete ${sync.doneAt}`;
  const error = sync.error === null ? '' : `; ${sync.error}`;
  const regions = kind === 'negative' ? 'every region' : Object.keys(settings.legalBasis).join(',') || 'no region';
  const what = `${kind}  ${source}  ${settings.category}  ${regions}`;
  return `${listId}  ${state}  ${what}  version ${version}  ${counts.live} live entries  ${when}${error}`;
}

async function withDeps(context: CommandContext, work: (deps: Deps) => Promise<ExitCode>): Promise<ExitCode> {
  const config = loadConfig(context.environment);
  const { deps, close } = await openDeps(config, { log: createLog(config.logLevel), attach: true });
  try {
    return await work(deps);
  } catch (error) {
    if (error instanceof ProblemError) throw badInput(error.code, error.detail);
    if (error instanceof ListError && inputCodes.has(error.code)) throw badInput(error.code, error.message);
    throw error;
  } finally {
    await close();
  }
}

const inputCodes: ReadonlySet<string> = new Set([
  ...['list-missing', 'list-source-mismatch', 'list-connection-missing', 'list-file-invalid', 'list-too-large'],
]);

async function readDefinition(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw badInput('list-definition-invalid', `read ${file}: it is not JSON`);
  }
}

function unreadable(file: string, error: unknown): CommandError {
  return badInput('file-unreadable', `read ${file}: ${error instanceof Error ? error.message : String(error)}`);
}

function badInput(code: string, message: string): CommandError {
  return new CommandError(code, exitCodes.badInput, message);
}
