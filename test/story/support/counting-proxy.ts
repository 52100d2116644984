import { connect, createServer, type Socket } from 'node:net';

export interface CountingProxy {
  /** Where what is counted goes through. */
  readonly url: string;
  /** Connections opened, and bytes in either direction, since it began. */
  readonly counted: { connections: number; in: number; out: number };
  /** Where it leads. */
  leadTo(url: string): void;
  close(): Promise<void>;
}

/** Passes on every byte of whatever protocol, and counts them. */
export async function startCountingProxy(): Promise<CountingProxy> {
  const counted = { connections: 0, in: 0, out: 0 };
  const open = new Set<Socket>();
  let target: { host: string; port: number } | null = null;
  const server = createServer((near) => {
    if (target === null) return near.destroy();
    counted.connections += 1;
    const far = connect(target);
    near.on('data', (bytes) => {
      counted.out += bytes.length;
    });
    far.on('data', (bytes) => {
      counted.in += bytes.length;
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    counted,
    leadTo(url) {
      const { hostname: host, port } = new URL(url);
      target = { host, port: Number(port) };
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
