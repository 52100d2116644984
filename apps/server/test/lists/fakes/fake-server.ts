import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FakeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What happens to the next calls instead of an answer. `hang-up` closes the connection, `hang` never answers. */
export type Fault = { status: number; headers?: Record<string, string> } | 'hang-up' | 'hang';

export interface FakeServer {
  readonly url: string;
  /** Every call, faulty ones too. */
  readonly seen: FakeRequest[];
  /** Faults for the next calls, one each; null: an answer in between. */
  readonly faults: (Fault | null)[];
  close(): Promise<void>;
}

/** An HTTP server on loopback that answers as `answer` says. */
export async function startFakeServer(answer: (request: FakeRequest) => FakeAnswer): Promise<FakeServer> {
  const seen: FakeRequest[] = [];
  const faults: (Fault | null)[] = [];
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const call = { method: request.method ?? '', url, headers: request.headers, body };
    seen.push(call);
    const fault = faults.shift() ?? null;
    if (fault === 'hang') return;
    if (fault === 'hang-up') return void request.socket.destroy();
    if (fault !== null) return void response.writeHead(fault.status, fault.headers).end('a stranger’s words');
    const { status = 200, type = 'application/json', headers = {}, body: answered } = answer(call);
    response.writeHead(status, { 'content-type': type, ...headers }).end(answered);
  }
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    faults,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const refused: FakeAnswer = { status: 401, body: '{}' };
export const unknown: FakeAnswer = { status: 404, body: '{}' };
