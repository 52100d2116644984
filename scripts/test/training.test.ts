/** The parts of `training/` that can be tried without training: what its one command says and refuses, and two steps on drawn rows. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openPack, releaseKeys } from '@wellhouse/classifiers';
import { parseTextModel } from '../../packages/classifiers/src/engine/model.ts';
import { newestPacks } from '../../packages/classifiers/src/pack/newest-packs.ts';

const root = join(import.meta.dirname, '../..');
const training = join(root, 'training');
const script = join(training, 'run.sh');
const python = process.env.PYTHON ?? '/usr/bin/python3';

function run(t: TestContext, ...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'wellhouse-training-'));
  t.after(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'key.pem'), '');
  return { cwd, ...spawnSync(script, args, { cwd, encoding: 'utf8' }) };
}

test('run.sh --help names every option that it takes', (t) => {
  const { status, stdout } = run(t, '--help');
  assert.equal(status, 0);
  const taken = new Set(readFileSync(script, 'utf8').match(/--(?:[a-z]+)(?=\)| \||$)/gm));
  assert.ok(taken.has('--try') && taken.has('--more') && taken.has('--moderation'), [...taken].join());
  for (const option of taken) assert.ok(stdout.includes(option), option);
});

for (const name of ['run.sh', 'run-german.sh', 'README.md']) {
  test(`every file that training/${name} names is there`, () => {
    const text = readFileSync(join(training, name), 'utf8');
    // what a step leaves, and what a person brings along, is not there
    const paths =
      name === 'README.md'
        ? [...text.matchAll(/`(?!training\/)([\w/-]+\.(?:py|ts|json|sh))`/g)].map(([, path = '']) =>
            join(training, path),
          )
        : [...text.matchAll(/(?:training|packages)\/[\w/.-]+\.(?:py|ts)\b/g)].map(([path]) => join(root, path));
    assert.ok(paths.length > 3, `${paths.length}`);
    for (const path of paths) if (!path.includes('/out/')) assert.ok(existsSync(path), path);
  });
}

for (const [what, args, said] of [
  ['an unknown option', ['--quick'], /unknown option --quick/],
  ['an option without its path', ['--data'], /expected a path after --data/],
  ['no key', ['--data', '.', '--more', '.'], /expected --data FOLDER, --more FOLDER and --key FILE/],
  ['no data', ['--try'], /expected --data FOLDER/],
  ['data that are not there', ['--try', '--data', 'nowhere'], /there is no folder .*\/nowhere/],
  ['a key of yours for what is for trying only', ['--try', '--data', '.', '--key', 'key.pem'], /expected no --key/],
  [
    'a pack to go on from that is not there',
    ['--from', 'nowhere.whpack', '--data', '.', '--more', '.', '--key', 'key.pem'],
    /cannot read --from .*\/nowhere\.whpack/,
  ],
  [
    'an evaluation set that is not there, before two days of work',
    ['--data', '.', '--more', '.', '--key', 'key.pem', '--surge', 'nowhere.csv'],
    /cannot read --surge .*\/nowhere\.csv/,
  ],
] as const) {
  test(`run.sh refuses ${what}`, (t) => {
    const { cwd, status, stderr } = run(t, ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, said);
    assert.ok(!existsSync(join(cwd, 'training')));
  });
}

const hasTorch = spawnSync(python, ['-c', 'import torch'], { encoding: 'utf8' }).status === 0;
const skip = hasTorch ? false : 'skipped, no python3-torch (training/README.md installs it)';

for (const [name, file] of [
  ['settling a head silences it at everyday lines and keeps what it knows', 'test_settle.py'],
  ['of German pairs nothing that stands beside a test sentence is trained on', 'test_prepare_german.py'],
] as const) {
  test(name, { skip }, () => {
    const { status, stdout, stderr } = spawnSync(python, ['-B', join(training, file)], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stderr, /^Ran [1-9]\d* tests/m);
  });
}

test('going on from a pack begins with the numbers that its engine multiplies by', { skip }, async () => {
  const folder = join(root, 'packages/classifiers/packs');
  const file = join(folder, newestPacks(readdirSync(folder)).get('en') ?? '');
  const pack = await openPack(readFileSync(file), { trustedKeys: releaseKeys });
  const bytes = pack.section('tensors');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const { tensors } = parseTextModel(pack.header.model);
  // the last number of each tensor: where it lies depends on everything before it
  const expected = tensors.map(({ name, type, shape, offset, scales = 0 }) => {
    const last = shape.reduce((product, side) => product * side, 1) - 1;
    const number =
      type === 'float32'
        ? view.getFloat32(offset + 4 * last, true)
        : view.getInt8(offset + last) * view.getFloat32(scales + 4 * ((shape[0] ?? 1) - 1), true);
    return [name, shape, Math.fround(number)];
  });
  const code = `import json, sys, unpack
header, state = unpack.tensors_of(sys.argv[1])
print(json.dumps([[name, list(t.shape), float(t.reshape(-1)[-1])] for name, t in state.items()]))`;
  const { status, stdout, stderr } = spawnSync(python, ['-B', '-c', code, file], { cwd: training, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), expected);
});
