import { stripVTControlCharacters } from 'node:util';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Reads the closing lines of node's test runner or the plain line `N passed, N failed[, N skipped]`. */
export function readTally(output: string): Tally | null {
  const lines = stripVTControlCharacters(output).split('\n');
  const plain = lines.findLast((line) => /^\d+ passed, \d+ failed(, \d+ skipped)?$/.test(line.trim()));
  if (plain) {
    const [passed = 0, failed = 0, skipped = 0] = (plain.match(/\d+/g) ?? []).map(Number);
    return { passed, failed, skipped };
  }
  const last = (name: string): number | null => {
    const line = lines.findLast((text) => new RegExp(`^(ℹ|#) ${name} \\d+`).test(text.trim()));
    return line ? Number(line.trim().split(' ')[2]) : null;
  };
  const passed = last('pass');
  const failed = last('fail');
  if (passed === null || failed === null) return null;
  return { passed, failed: failed + (last('cancelled') ?? 0), skipped: (last('skipped') ?? 0) + (last('todo') ?? 0) };
}

export function add(sum: Tally, other: Tally): Tally {
  return {
    passed: sum.passed + other.passed,
    failed: sum.failed + other.failed,
    skipped: sum.skipped + other.skipped,
  };
}

export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
