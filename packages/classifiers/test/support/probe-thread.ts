/**
 * A worker thread that forgets as the classifier's does, and then says which of the names and modules it was given it can still reach, and
 * what came of asking a server by way of Node's own HTTP client.
 */
import '../../src/node/forget-first.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { dispatchers, processNames } from '../../src/node/forget-modules.ts';

interface Dispatcher {
  dispatch(request: object, handlers: object): void;
}

const { names, modules, origin } = workerData as { names: string[]; modules: string[]; origin: string };
const left = names.filter((name) => Reflect.get(globalThis, name) !== undefined);
for (const name of processNames) if (Reflect.get(process, name)) left.push(name);
for (const name of ['compileStreaming', 'instantiateStreaming']) if (Reflect.get(WebAssembly, name)) left.push(name);
for (const name of modules) {
  await import(name).then(
    () => left.push(name),
    () => undefined,
  );
}
// what loads that client, were it there
for (const name of Object.getOwnPropertyNames(globalThis)) Reflect.get(globalThis, name);
for (const name of dispatchers) {
  const dispatcher = Reflect.get(globalThis, name) as Dispatcher | null;
  if (dispatcher === null) continue;
  left.push(String(name));
  const nothing = () => true;
  const handlers = { onConnect: nothing, onHeaders: nothing, onData: nothing, onComplete: nothing, onError: nothing };
  const request = { origin, path: '/dispatched', method: 'GET' };
  dispatcher.dispatch(request, handlers);
  await new Promise((done) => setTimeout(done, 500));
}
parentPort?.postMessage(left);
