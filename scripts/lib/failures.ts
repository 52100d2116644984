import { stripVTControlCharacters } from 'node:util';

const mostLines = 60;

/**
 * What a failed step says of its failures, to be said once more at the end of a long output: what stands under the test runner's own
 * heading, or under vitest's, or the last lines.
 */
export function failuresOf(output: string): string[] {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n');
  const heading = lines.findLastIndex((line) => /^✖ failing tests:|^⎯+ Failed (Tests|Suites) \d+ ⎯+/.test(line.trim()));
  if (heading === -1) return lines.slice(-mostLines);
  return lines.slice(heading + 1, heading + 1 + mostLines);
}
