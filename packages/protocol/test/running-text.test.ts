import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PartFlow, runningText } from '../src/index.ts';

const letters: Record<string, PartFlow> = { t: 'text', m: 'mention', h: 'hidden', b: 'block' };
const runs = (parts: string) =>
  runningText([...parts], (part) => letters[part] ?? 'block')
    .map((run) => run.join(''))
    .join(' ');

test('texts with names between them are one run, and so is a part that was kept back beside them', () => {
  assert.equal(runs('tmtmt'), 'tmtmt');
  assert.equal(runs('tht'), 'tht');
  assert.equal(runs('mm'), 'mm');
});

test('two texts are two paragraphs; files and quotes stand alone', () => {
  assert.equal(runs('tt'), 't t');
  assert.equal(runs('btmtb'), 'b tmt b');
  assert.equal(runs('bhb'), 'b h b');
  assert.equal(runs(''), '');
});
