import assert from 'node:assert/strict';
import { build } from 'vite';

/** The script of a test's page, in one file. */
export async function bundlePage(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['wellhouse-src', 'browser', 'module', 'import', 'default'] },
    build: {
      write: false,
      minify: false,
      rolldownOptions: { output: { codeSplitting: false } },
      lib: { entry, formats: ['es'] },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  assert.ok(first && 'output' in first && first.output.length === 1);
  return first.output[0].code;
}
