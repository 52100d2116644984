/** A server that notes whatever arrives, and a page from it. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { workerPolicy } from '@wellhouse/classifiers/browser';
import { textPack } from './text-pack.ts';

export interface ListeningServer {
  readonly origin: string;
  /** Where nobody answers who speaks QUIC, but is heard. */
  readonly datagramOrigin: string;
  /** Method and address of every request, and every connection that became none. */
  readonly seen: string[];
  /** Connections opened so far. */
  connections(): number;
  /** Bytes that came over them. */
  bytes(): number;
  /** Datagrams that came so far. */
  datagrams(): number;
  close(): void;
}

/** By the path of a worker's script: what it comes with when it is loaded, not when it is looked at before. */
export const halfPolicies: Readonly<Record<string, string>> = {
  // it may connect to nothing, and could run anything
  '/worker-with-half-a-policy.js': "connect-src 'none'",
  '/worker-with-policy-for-all.js': 'default-src *',
  '/worker-with-policy-for-itself.js': "default-src 'self'",
};

export interface Served {
  /** The script of its page. */
  readonly script: string;
  /** What its page comes with. */
  readonly policy?: string | null;
  /** Scripts by their path. */
  readonly files?: Readonly<Record<string, () => Promise<string>>>;
}

export async function listen({ script, policy = null, files = {} }: Served): Promise<ListeningServer> {
  const seen: string[] = [];
  const sockets: Socket[] = [];
  let datagrams = 0;
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    seen.push(`${request.method} ${path}`);
    response.setHeader('access-control-allow-origin', '*');
    if (path === '/') {
      if (policy) response.setHeader('content-security-policy', policy);
      response.setHeader('content-type', 'text/html');
      response.end(
        '<!doctype html><link rel="icon" href="data:,"><title>drill</title><script type="module" src="/page.js"></script>',
      );
    } else if (path === '/page.js' || files[path] || path.includes('import') || path.includes('worker')) {
      response.setHeader('content-type', 'text/javascript');
      const first = seen.filter((line) => line.endsWith(path)).length === 1;
      const isWhole = path === '/worker.js' || (path === '/worker-with-policy-once.js' && first);
      if (isWhole) response.setHeader('content-security-policy', workerPolicy);
      const half = halfPolicies[path];
      if (half) response.setHeader('content-security-policy', first ? workerPolicy : half);
      if (path.startsWith('/worker')) response.setHeader('cache-control', 'no-store');
      response.end(
        path === '/page.js'
          ? script
          : ((await files[path]?.()) ?? (path.endsWith('worker') ? 'postMessage("out")' : '0')),
      );
    } else if (path === '/drill.whpack') {
      response.end(textPack());
    } else {
      // nothing that a frame would rather keep as a file
      const type = path.endsWith('eventsource') ? 'text/event-stream' : 'text/plain';
      response.writeHead(200, { 'content-type': type }).end('data: x\n\n');
    }
  });
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.on('upgrade', (request, socket) => {
    seen.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const socket = createSocket('udp4');
  socket.on('message', () => {
    datagrams += 1;
  });
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    datagramOrigin: `https://127.0.0.1:${socket.address().port}`,
    seen,
    connections: () => sockets.length,
    bytes: () => sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
    datagrams: () => datagrams,
    close() {
      server.close();
      server.closeAllConnections();
      socket.close();
    },
  };
}
