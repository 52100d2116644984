/**
 * Names by which a script could reach others, or which make Node load what could. What holds is that nothing reachable from the worker uses
 * them (a test reads its import graph) and, in a browser, its policy; this is for the day on which both have a hole.
 */
export const networkNames = [
  ...['fetch', 'fetchLater', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'WebTransport', 'EventSource'],
  ...['RTCPeerConnection', 'importScripts', 'Worker', 'SharedWorker', 'BroadcastChannel', 'caches', 'indexedDB'],
  ...['Request', 'Response', 'Headers', 'FormData', 'MessageEvent', 'CloseEvent', 'FontFace', 'fonts'],
] as const;
/** The same of its `navigator`. */
const navigatorNames = ['serviceWorker', 'sendBeacon'] as const;

/** Takes them from this thread, for good: from its global object and from what that inherits from. */
export function forgetNetwork(scope: object = globalThis, webAssembly: object = WebAssembly): void {
  for (const name of networkNames) if (name in scope) forget(scope, name);
  const navigator: unknown = Reflect.get(scope, 'navigator');
  if (typeof navigator === 'object' && navigator !== null) {
    for (const name of navigatorNames) if (name in navigator) forget(navigator, name);
  }
  for (const name of ['compileStreaming', 'instantiateStreaming']) forget(webAssembly, name);
}

/** A getter is not asked. */
export function forget(scope: object, name: PropertyKey): void {
  const gone = { value: undefined, configurable: false, writable: false };
  Object.defineProperty(scope, name, gone);
  for (let from = Object.getPrototypeOf(scope); from !== null; from = Object.getPrototypeOf(from)) {
    if (Object.hasOwn(from, name)) Object.defineProperty(from, name, gone);
  }
}
