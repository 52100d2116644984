import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutant.ts';

const packages = fileURLToPath(new URL('../../../../', import.meta.url));

export interface RefusalSite {
  /** Below `packages`. */
  file: string;
  /** From 1. */
  line: number;
  text: string;
}

/** A call that refuses, or an error that is thrown. */
const refusing =
  /(?<!function )(?:(?<![.\w])(?:refused?|fail|demand|malformed|wrong|tooMany|truncated)|this\.#truncated)\(|throw new [A-Z]\w*\(/;

/** The head of a function that only throws, for others that refuse. */
const returnsNever = /: never \{$/;

export function sourceLines(file: string): string[] {
  return readFileSync(packages + file, 'utf8').split('\n');
}

/** Files of the folder below `packages`, itself included if it is a file. */
export function sourcesIn(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(packages + path, { encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${path}/${name}`);
}

export function refusalSites(file: string): RefusalSite[] {
  const lines = sourceLines(file);
  return lines.flatMap((text, index) => {
    const isComment = /^\s*(\*|\/\/|\/\*)/.test(text);
    const isHelper = returnsNever.test(text) || returnsNever.test(lines[index - 1] ?? '');
    return refusing.test(text) && !isComment && !isHelper ? [{ file, line: index + 1, text: text.trim() }] : [];
  });
}

/** The lines that the mutant's snippet touches, and the one that a condition at its end stands before. */
export function linesOf(mutant: Mutant): number[] {
  const lines = sourceLines(mutant.file);
  const source = lines.join('\n');
  const at = source.indexOf(mutant.find);
  if (at < 0) return [];
  const first = source.slice(0, at).split('\n').length;
  let last = first + mutant.find.trimEnd().split('\n').length - 1;
  if (/[{)]$|\?\?$|^ *if \(.*\) return\b.*;$/.test(lines[last - 1] ?? '')) {
    do last++;
    while (/^ *\/\//.test(lines[last - 1] ?? ''));
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
