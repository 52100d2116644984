import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../../../shared/data/pdq');
/** Why tests that need pictures from outside the repository do not run. */
export const noSharedData = existsSync(folder) ? false : 'skipped, no ../shared';

export function sharedPicture(name: string): string {
  return join(folder, name);
}

/** What Meta's C++ says of each picture there; null where it aborts. */
export function measuredReference(): { file: string; expected: { quality: number; hashes: string[] } | null }[] {
  const lines = readFileSync(join(folder, 'expected-cpp-measured.csv'), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [file = '', quality = '', ...hashes] = line.split(',');
    return { file, expected: /^\d+$/.test(quality) ? { quality: Number(quality), hashes } : null };
  });
}
