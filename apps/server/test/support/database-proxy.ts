import { connect, createServer, type Socket } from 'node:net';

export interface DatabaseProxy {
  readonly connectionString: string;
  /** Ends every connection and refuses new ones, as a database that went down does. */
  cut(): void;
  /** Accepts connections again. */
  restore(): void;
  close(): Promise<void>;
}

/** Stands between a server and its database, so that a test can take the database away on any PostgreSQL. */
export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const url = new URL(target);
  const folder = url.searchParams.get('host');
  const [host, port] = [url.hostname, Number(url.port || 5432)];
  const open = () => (folder === null ? connect(port, host) : connect(`${folder}/.s.PGSQL.5432`));
  const sockets = new Set<Socket>();
  let down = false;
  const server = createServer((client) => {
    if (down) {
      client.destroy();
      return;
    }
    const upstream = open();
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const ownPort = typeof address === 'object' && address !== null ? address.port : 0;
  const cut = () => {
    down = true;
    for (const socket of sockets) socket.destroy();
  };
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(ownPort);
  return {
    connectionString: url.toString(),
    cut,
    restore() {
      down = false;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
