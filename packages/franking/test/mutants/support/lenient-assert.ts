/**
 * Takes the place of `node:assert/strict` while a mutant runs: a refusal under another code is kept, and the test goes on to
 * what it says next, so that it is seen whether anything passes.
 */
import strict from 'node:assert/strict';
import { effectOf } from './effect.ts';

const kept: unknown[] = [];

/** The failures that were kept since the last call. */
export function takeKept(): unknown[] {
  return kept.splice(0);
}

function keep(error: unknown): void {
  if (effectOf(error) !== 'code-only') throw error;
  kept.push(error);
}

/** Not `ok`: what follows it relies on it. */
const lenient = ['equal', 'strictEqual', 'deepEqual', 'deepStrictEqual', 'match', 'throws', 'rejects'];

export const lenientAssert = new Proxy(strict, {
  get(target, name) {
    const real: unknown = Reflect.get(target, name);
    if (typeof real !== 'function' || !lenient.includes(String(name))) return real;
    return (...args: unknown[]) => {
      try {
        const result: unknown = real(...args);
        return result instanceof Promise ? result.catch(keep) : result;
      } catch (error) {
        return keep(error);
      }
    };
  },
});
