import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import {
  openPack,
  PackError,
  releaseKeys,
  type TextClassifier,
  type TextKind,
  type Verdict,
} from '@wellhouse/classifiers';
import { type ClassifierProblem, openTextClassifier, type PackSource, shippedPacks } from '@wellhouse/classifiers/node';
import { z } from 'zod';
import { type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';
import { type JsonLine, readJsonLines } from './json-lines.ts';
import { progressBar } from './progress-bar.ts';

export interface ClassifyOptions {
  readonly languages?: readonly string[];
  /** All kinds of the pack, the language and why there are no scores; otherwise the five kinds that every pack has, and the prompt. */
  readonly details: boolean;
  /** Files of packs in place of those that ship, and the keys that may have signed them. */
  readonly packs: readonly string[];
  readonly trustedKeys: readonly string[];
}

const mostBytesInLine = 8 * 2 ** 20;
/** Long enough for the longest text on a busy machine. */
const mostSecondsForLine = 120;
/** A classifier rests at most five minutes. */
const [restMilliseconds, restsInAll] = [500, 700];
const kindsInOrder = ['threat', 'hate', 'insult', 'sexual', 'spam'] as const satisfies TextKind[];
const lineSchema = z.object({ text: z.string(), languages: z.array(z.string()).optional() });

/** `wellhouse classify --jsonl`: needs no server, no database and no network. */
export async function classify(
  context: CommandContext,
  file: string,
  { languages = [], details, packs, trustedKeys }: ClassifyOptions,
): Promise<ExitCode> {
  const unknown = languages.find((language) => !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language));
  if (unknown !== undefined) {
    throw new CommandError(
      'option-invalid',
      exitCodes.badInput,
      `read --languages: "${unknown}" is no language code; write en or en,de`,
    );
  }
  if (trustedKeys.length > 0 && packs.length === 0) {
    throw new CommandError(
      'option-invalid',
      exitCodes.badInput,
      'trust that key: --trusted-key is of use only with --pack',
    );
  }
  const input = await openInput(file);
  if (file === '-' && process.stdin.isTTY)
    context.writeError('reading {"text": "…"} from the keyboard; Ctrl-D ends it\n');
  const keys = trustedKeys.length > 0 ? trustedKeys : releaseKeys;
  const sources = packs.length > 0 ? await Promise.all(packs.map((name) => namedPack(name, keys))) : await shipped();
  const problems: ClassifierProblem[] = [];
  const classifier = openTextClassifier({
    packs: sources,
    trustedKeys: packs.length > 0 ? keys : releaseKeys,
    onProblem: (problem) => problems.push(problem),
    limits: { messageSeconds: mostSecondsForLine },
  });
  const bar = progressBar('classifying', input.lines > 1 && !process.stdout.isTTY);
  let code: ExitCode = exitCodes.ok;
  let done = 0;
  const silent = { 'no-pack': 0, 'undecided-language': 0 };
  try {
    await openPacks(classifier, problems);
    for await (const line of readJsonLines(input.chunks, mostBytesInLine)) {
      const verdict = await verdictOf(line, { classifier, problems, hint: languages });
      if ('error' in verdict) code = exitCodes.failed;
      else if (verdict.silent === 'no-pack' || verdict.silent === 'undecided-language') silent[verdict.silent] += 1;
      context.write(`${JSON.stringify('error' in verdict ? verdict : toJson(verdict, details))}\n`);
      done += 1;
      bar.at(done, Math.max(done, input.lines));
    }
  } finally {
    bar.end();
    classifier.close();
  }
  tellUnscored(context, silent);
  return code;
}

/** Zeros that mean "not looked at" are not taken for zeros that mean "harmless". */
function tellUnscored(
  context: CommandContext,
  silent: Readonly<Record<'no-pack' | 'undecided-language', number>>,
): void {
  const [foreign, wordless] = [silent['no-pack'], silent['undecided-language']];
  if (foreign + wordless === 0) return;
  const why = `${foreign} in a language without a pack, ${wordless} of which no language can be told`;
  context.writeError(`wellhouse: not scored: ${foreign + wordless} (${why}); --details says which\n`);
}

/** Packs are checked before the first line is read, so that none is answered by half of them. */
async function openPacks(classifier: TextClassifier, problems: readonly ClassifierProblem[]): Promise<void> {
  await classifier.classify({ text: '' });
  const [problem] = problems;
  if (!problem) return;
  const which = problem.language === null ? 'the classifier' : `the pack for "${problem.language}"`;
  throw new CommandError(problem.code, exitCodes.badInput, `open ${which}: ${problem.detail}`);
}

async function verdictOf(
  line: JsonLine,
  { classifier, problems, hint }: { classifier: TextClassifier; problems: readonly unknown[]; hint: readonly string[] },
): Promise<Verdict | { error: { code: string; message: string } }> {
  if (!('value' in line)) return { error: { code: line.code, message: line.detail } };
  const read = lineSchema.safeParse(line.value);
  if (!read.success) {
    const message = `line ${line.line} is not {"text": "…"}`;
    return { error: { code: 'line-invalid', message } };
  }
  const { text, languages = hint } = read.data;
  const verdict = await patiently(() => classifier.classify({ text, languages }), problems);
  if (verdict.silent === 'unavailable') {
    return { error: { code: 'unavailable', message: `line ${line.line} could not be scored` } };
  }
  return verdict;
}

/**
 * A line that comes while the classifier rests, because of lines before it, waits; one that ended it is not asked again, and neither is one
 * whose language was found: the classifier lives, and cannot answer this one.
 */
async function patiently(ask: () => Promise<Verdict>, problems: readonly unknown[]): Promise<Verdict> {
  for (let left = restsInAll; ; left--) {
    const before = problems.length;
    const verdict = await ask();
    const answered = verdict.silent !== 'unavailable' || verdict.language !== null;
    if (answered || problems.length > before || left === 0) return verdict;
    await setTimeout(restMilliseconds);
  }
}

/** Nothing is scored in a language without a pack: zeros. */
function toJson({ scores, prompt, language, silent }: Verdict, details: boolean): object {
  const five = Object.fromEntries(kindsInOrder.map((kind) => [kind, scores[kind] ?? 0]));
  if (!details) return { scores: five, prompt };
  return { scores: { ...five, ...scores }, prompt, language, ...(silent && { silent }) };
}

async function shipped(): Promise<PackSource[]> {
  const found = await shippedPacks().catch(() => []);
  if (found.length === 0) {
    throw new CommandError(
      'pack-missing',
      exitCodes.badInput,
      'find packs: none ship with this copy; name one with --pack',
    );
  }
  return found;
}

async function namedPack(file: string, trustedKeys: readonly string[]): Promise<PackSource> {
  try {
    const { header } = await openPack(new Uint8Array(await readFile(file)), { trustedKeys });
    if (header.language === 'zxx') throw new PackError('other-pack', 'it is for pictures, and these are texts');
    return { language: header.language, load: async () => new Uint8Array(await readFile(file)) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const code = error instanceof PackError ? error.code : 'file-missing';
    throw new CommandError(code, exitCodes.badInput, `read ${file}: ${why}`);
  }
}

/** A file and how many lines it has; or standard input or another pipe, which can be read but once: nobody knows of how many. */
async function openInput(file: string): Promise<{ chunks: AsyncIterable<Uint8Array>; lines: number }> {
  if (file === '-') return { chunks: process.stdin, lines: 0 };
  try {
    const handle = await open(file);
    const kind = await handle.stat();
    if (kind.isDirectory()) throw new Error('it is a folder');
    if (!kind.isFile()) return { chunks: handle.createReadStream(), lines: 0 };
    let lines = 0;
    for await (const chunk of handle.createReadStream() as AsyncIterable<Uint8Array>) {
      for (const byte of chunk) if (byte === 0x0a) lines += 1;
    }
    return { chunks: createReadStream(file), lines };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError('file-missing', exitCodes.badInput, `read ${file}: ${why}`);
  }
}
