/** How often the packs that ship, on a device, ask about lines of everyday chat that are harmless; the figures stand in docs/roadmap.md. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TextClassifier } from '@wellhouse/classifiers';
import { openTextClassifier, shippedPacks } from '@wellhouse/classifiers/node';
import { englishLines, germanLines, type LinesByKind } from './everyday-lines.ts';

let classifier: TextClassifier;
before(async () => {
  classifier = openTextClassifier({ packs: await shippedPacks() });
});
after(() => classifier.close());

interface Asked {
  readonly lines: number;
  readonly prompts: number;
  /** A line for each kind with prompts, and the lines that prompt below it. */
  readonly report: string;
}

/** What a device says of each line that belongs to somebody who reads these languages; the first of them is the lines'. */
async function ask(linesByKind: LinesByKind, languages: readonly string[]): Promise<Asked> {
  let [lines, prompts] = [0, 0];
  const report: string[] = [];
  for (const [kind, texts] of Object.entries(linesByKind)) {
    const found: string[] = [];
    for (const text of texts) {
      const { prompt, silent, language } = await classifier.classify({ text, languages });
      assert.deepEqual([silent, language], [null, languages[0]], `scored by another pack or by none: ${text}`);
      if (prompt !== null) found.push(`    ${prompt}: ${text}`);
    }
    lines += texts.length;
    prompts += found.length;
    if (found.length > 0) report.push(`  ${kind}: ${found.length} of ${texts.length}`, ...found);
  }
  return { lines, prompts, report: report.join('\n') };
}

for (const [name, linesByKind, languages, all, most] of [
  ['English', englishLines, ['en'], 156, 3],
  ['German', germanLines, ['de', 'en'], 66, 0],
] as const) {
  // the ceiling is what was measured; it comes down with a better pack, and no line is taken out for it
  test(`of everyday lines in ${name} at most ${most} prompt`, async (t) => {
    const { lines, prompts, report } = await ask(linesByKind, languages);
    t.diagnostic(`${prompts} of ${lines} lines prompt`);
    assert.equal(lines, all);
    assert.ok(prompts <= most, `${prompts} of ${lines} lines prompt:\n${report}`);
  });
}
