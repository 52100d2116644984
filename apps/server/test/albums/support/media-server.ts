import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface MediaServer {
  readonly origin: string;
  /** Requests so far, by path. */
  readonly asked: Map<string, number>;
  /** What is answered to a path; without one: 404. */
  answers: Map<string, Answer>;
  close(): Promise<void>;
}

/** A delivery service's store of pictures, as well-behaved as its answers are. */
export async function startMediaServer(): Promise<MediaServer> {
  const asked = new Map<string, number>();
  const answers = new Map<string, Answer>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
