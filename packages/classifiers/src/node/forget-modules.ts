import { registerHooks } from 'node:module';
import { forget } from '../runtime/forget-network.ts';

/** What a process can do with files, other processes and modules without importing any. */
export const processNames = [
  ...['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen', 'execve', 'kill', '_kill', 'report', 'loadEnvFile'],
  'setSourceMapsEnabled',
] as const;

/** Where Node's own HTTP client, once something has loaded it, leaves what makes connections. */
export const dispatchers = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')] as const;

/** No module is loaded in this thread any more, neither a file nor one that Node brings along. */
export function forgetModules(): void {
  // not undefined, which would have it make one
  for (const name of dispatchers) Object.defineProperty(globalThis, name, { value: null });
  registerHooks({
    resolve(specifier) {
      throw new Error(`${specifier} is not loaded: a classifier has all it needs`);
    },
  });
  for (const name of processNames) forget(process, name);
}
