import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { z } from 'zod';

const program = join(import.meta.dirname, 'kill-loop.ts');
const Result = z.object({
  kills: z.int(),
  reports: z.int(),
  acknowledged: z.int(),
  attachments: z.int(),
  violations: z.array(z.string()),
});

test('kill -9 at any step of intake: every acknowledged report is there once, verified once, with its first receipt', async () => {
  const child = spawn(process.execPath, ['--conditions=wellhouse-src', program, '--kills', '12', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const last = output.trim().split('\n').at(-1) ?? '';
  assert.ok(last.startsWith('{'), errors);
  const result = Result.parse(JSON.parse(last));
  assert.deepEqual(result.violations, [], errors);
  assert.equal(result.kills, 12);
  assert.ok(result.acknowledged > 12 && result.attachments > 0, last);
});
