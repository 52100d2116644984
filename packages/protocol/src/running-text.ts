/** Whether a part stands in a line of text, and how. */
export type PartFlow = 'text' | 'mention' | 'hidden' | 'block';

/**
 * Groups the parts of a message as they are read (docs/spec/franking.md §2): texts with the mentions in them are one run;
 * a hidden part beside them may be such a mention and stands in the run too. Two texts in a row are two runs, and
 * everything else stands alone.
 */
export function runningText<T>(parts: readonly T[], flowOf: (part: T) => PartFlow): T[][] {
  const runs: T[][] = [];
  let before: PartFlow = 'block';
  for (const part of parts) {
    const flow = flowOf(part);
    const run = runs.at(-1);
    const begins = flow === 'block' || before === 'block' || (flow === 'text' && before === 'text');
    if (begins || run === undefined) runs.push([part]);
    else run.push(part);
    before = flow;
  }
  return runs;
}
