import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { build } from 'vite';

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  wasm: 'application/wasm',
};

/** A server on this machine with the page, the pack and the folder of the peer. */
export async function servePage(
  pack: Uint8Array,
  peer: string | undefined,
  entry: string,
): Promise<{ url: string; close(): void }> {
  const files = new Map<string, Uint8Array | string>([
    [
      '/',
      '<!doctype html><title>bench</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
    ],
    ['/pack', pack],
    ...(await bundle(entry)),
  ]);
  const answer = async (path: string, response: ServerResponse) => {
    const held = files.get(path);
    const body = held ?? (peer && path.startsWith('/peer/') ? await readFile(join(peer, basename(path))) : null);
    if (body === null) return response.writeHead(404).end();
    const type = types[path === '/' ? 'html' : (path.split('.').at(-1) ?? '')] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type }).end(body);
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '/', response).catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** The page's scripts by path; `/page.js` is the first. */
async function bundle(entry: string): Promise<[string, string][]> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['wellhouse-src', 'browser', 'module', 'import', 'default'] },
    build: {
      write: false,
      lib: { entry, formats: ['es'], fileName: () => 'page.js' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error('the page was not built');
  return first.output.flatMap((part) => (part.type === 'chunk' ? [[`/${part.fileName}`, part.code]] : []));
}
