/** What the worker thread can reach: every module that is loaded into it, and what is left in it once it runs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { processNames } from '../../src/node/forget-modules.ts';
import { forgetNetwork, networkNames } from '../../src/runtime/forget-network.ts';

const root = join(import.meta.dirname, '../..');

for (const [program, parts] of [
  ['worker-main', ['/src/language/', '/src/engine/']],
  ['picture-worker-main', ['/src/pictures/']],
] as const) {
  test(`the import graph of ${program} holds no module that opens a connection, a file or a process`, async () => {
    const output = await build({
      configFile: false,
      root,
      logLevel: 'error',
      resolve: { conditions: ['wellhouse-src', 'node', 'module', 'import', 'default'] },
      ssr: { noExternal: true },
      build: { write: false, minify: false, ssr: join(root, `src/node/${program}.ts`) },
    });
    const [first] = Array.isArray(output) ? output : [output];
    assert.ok(first && 'output' in first);
    assert.equal(first.output.length, 1, 'one file: nothing is loaded later');
    const { code, imports, dynamicImports, moduleIds } = first.output[0];
    assert.deepEqual([...imports].sort(), ['node:module', 'node:worker_threads']);
    assert.deepEqual(dynamicImports, []);
    for (const part of parts)
      assert.ok(
        moduleIds.some((id) => id.includes(part)),
        part,
      );
    // what is left is in quotes: names of what is taken away
    const text = code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').replace(/(['"])[\w .]+\1/g, '""');
    const names = [...networkNames, ...processNames, 'require', 'eval', 'Function', 'createRequire'];
    for (const name of names)
      assert.doesNotMatch(text, new RegExp(`(?<![\\w$.])(process\\.)?${name}\\b(?!\\s*:)`), name);
    for (const way of [/\bimport\s*\(/, /\bglobalThis\s*\[/, /\bprocess\s*\[/]) {
      assert.doesNotMatch(text, way);
    }
  });
}

for (const program of [
  'node/worker-main',
  'node/picture-worker-main',
  'browser/worker-main',
  'browser/picture-worker-main',
]) {
  test(`${program} forgets before any other module of it runs`, () => {
    const [first] = readFileSync(join(root, `src/${program}.ts`), 'utf8').match(/^import .*$/m) ?? [];
    assert.equal(first, "import './forget-first.ts';");
  });
}

test('a running worker thread has no name left by which to reach a network, and loads no module', async (t) => {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url);
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  const workerData = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    names: networkNames,
    modules: [
      ...builtinModules.map((name) => (name.startsWith('node:') ? name : `node:${name}`)),
      ...['vite', './small-pack.ts', 'data:text/javascript,1', 'http://127.0.0.1/'],
    ],
  };
  const worker = new Worker(new URL('../support/probe-thread.ts', import.meta.url), { workerData, execArgv: [] });
  const left = await new Promise((done, fail) => worker.once('message', done).once('error', fail));
  await worker.terminate();
  assert.deepEqual([left, seen], [[], []]);
});

test('what is inherited is forgotten, too', () => {
  class Scope {
    get caches() {
      return 'there';
    }
    fetch() {
      return 'out';
    }
  }
  class Navigator {
    get serviceWorker() {
      return 'there';
    }
  }
  class Dedicated extends Scope {
    readonly navigator = new Navigator();
  }
  const scope = new Dedicated();
  forgetNetwork(scope, {});
  assert.deepEqual([scope.fetch, scope.caches], [undefined, undefined]);
  assert.deepEqual([Scope.prototype.fetch, Scope.prototype.caches], [undefined, undefined]);
  assert.deepEqual([scope.navigator.serviceWorker, Navigator.prototype.serviceWorker], [undefined, undefined]);
});

const unshare = ['--user', '--map-root-user', '--net'];
const noNamespaces =
  spawnSync('unshare', [...unshare, 'true']).status === 0 ? false : 'skipped, no network namespaces here';

test('it classifies inside a network namespace in which there is nothing', { skip: noNamespaces }, () => {
  const program = `
    import { openTextClassifier } from '@wellhouse/classifiers/node';
    import { networkInterfaces } from 'node:os';
    import { trustedKeys } from './test/support/small-pack.ts';
    import { textPack } from './test/support/text-pack.ts';
    const classifier = openTextClassifier({ packs: [{ language: 'en', load: async () => textPack() }], trustedKeys });
    const { prompt } = await classifier.classify({ text: 'keep a seat for me please drillthreat' });
    classifier.close();
    console.log(JSON.stringify([prompt, Object.keys(networkInterfaces())]));`;
  const args = [process.execPath, '--conditions=wellhouse-src', '--input-type=module-typescript', '--eval', program];
  const { stdout, stderr } = spawnSync('unshare', [...unshare, ...args], { cwd: root, encoding: 'utf8' });
  assert.equal(stdout, '["threat",[]]\n', stderr);
});
