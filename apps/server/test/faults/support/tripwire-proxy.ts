import { connect, createServer, type Socket } from 'node:net';

/** A place in the conversation between server and database. */
export interface Tripwire {
  /** Texts that cross one connection towards the database, in this order. */
  readonly texts: readonly string[];
  /**
   * `asked`: the last text never reaches the database · `done`: it does, and its answer never comes back ·
   * `answered`: the answer comes back.
   */
  readonly at: 'asked' | 'done' | 'answered';
}

export interface TripwireProxy {
  readonly connectionString: string;
  /** Calls `trip` in the moment when a wire is touched, once; another call takes its place. */
  arm(wire: Tripwire, trip: () => void): void;
  disarm(): void;
  close(): Promise<void>;
}

/** Longest text that may stand across two packets. */
const overlap = 200;

/** Stands between a server and its database and knows, to the statement, what the server is doing. */
export async function startTripwireProxy(target: string): Promise<TripwireProxy> {
  const { port, hostname, searchParams } = new URL(target);
  const folder = searchParams.get('host');
  const open = () => (folder === null ? connect(Number(port || 5432), hostname) : connect(`${folder}/.s.PGSQL.5432`));
  const sockets = new Set<Socket>();
  let armed: { wire: Tripwire; trip: () => void } | null = null;

  function trip(): void {
    const { trip: call } = armed ?? {};
    armed = null;
    call?.();
  }

  function carry(client: Socket): void {
    const upstream = open();
    let wire: Tripwire | null = null;
    let touched = 0;
    let awaitsAnswer = false;
    let tail = Buffer.alloc(0);
    client.on('data', (chunk: Buffer) => {
      if (armed?.wire !== wire) {
        wire = armed?.wire ?? null;
        touched = 0;
        awaitsAnswer = false;
      }
      const seen = Buffer.concat([tail, chunk]);
      let from = 0;
      while (wire !== null && touched < wire.texts.length) {
        const text = wire.texts[touched] ?? '';
        const found = seen.indexOf(text, from);
        if (found < 0) break;
        from = found + text.length;
        touched += 1;
      }
      tail = Buffer.from(seen.subarray(Math.max(from, seen.length - overlap)));
      if (wire !== null && touched === wire.texts.length && !awaitsAnswer) {
        if (wire.at === 'asked') return trip();
        awaitsAnswer = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      const mine = awaitsAnswer && wire !== null && armed?.wire === wire;
      if (mine && wire?.at === 'done') return trip();
      client.write(chunk);
      if (mine) trip();
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }

  const server = createServer(carry);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(target);
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    connectionString: url.toString(),
    arm(wire, call) {
      armed = { wire, trip: call };
    },
    disarm() {
      armed = null;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
