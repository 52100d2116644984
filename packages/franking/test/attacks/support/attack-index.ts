import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** The attacks of docs/spec/attacks.md: reporter A, sender B, hub or follower C, colluders D. */
export const attackIds: readonly string[] = [
  ...numbered('A', 10),
  ...numbered('B', 12),
  ...numbered('C', 9),
  ...numbered('D', 4),
];

export interface AttackTest {
  id: string;
  title: string;
  /** Path below packages/franking/test, with slashes. */
  file: string;
}

const testFolder = fileURLToPath(new URL('../..', import.meta.url));
const titled = /^\s*test\(\s*(['"`])(([A-Z]\d+): (?:\\.|(?!\1).)*)\1/gm;

/** Every test whose title begins with an attack's id, out of the sources of test/attacks and test/mimi. */
export function attackTests(): AttackTest[] {
  const files = readdirSync(testFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /^(attacks|mimi)\/.*\.test\.ts$/.test(name) && basename(name) !== 'every-attack.test.ts')
    .sort();
  return files.flatMap((file) =>
    [...readFileSync(`${testFolder}/${file}`, 'utf8').matchAll(titled)].map(([, , title = '', id = '']) => ({
      id,
      title,
      file,
    })),
  );
}
