/**
 * A process of its own: 64 keep-alive connections that each hand in one report after the other. Requests are prepared
 * bytes and answers are barely parsed, so that the measured server has the processor to itself as far as possible.
 * Messages from the parent: {url, tokens, sealed[], clients, seconds}. Answer: {accepted, refused, latenciesMs[]}.
 */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';

export interface LoadOrder {
  port: number;
  tokens: string[];
  /** base64url */
  sealed: string[];
  clients: number;
  seconds: number;
}

export interface LoadResult {
  accepted: number;
  refused: number;
  firstRefusal: string | null;
  latenciesMs: number[];
}

/** 36 characters that stand where the report id goes. */
const placeholder = '00000000-0000-4000-8000-000000000000';

function template(order: LoadOrder, index: number): { bytes: Buffer; places: number[] } {
  const body = JSON.stringify({
    reportId: placeholder,
    sealed: order.sealed[index % order.sealed.length],
    attachments: [],
    locale: 'en',
  });
  const head = [
    'POST /v1/reports HTTP/1.1',
    `host: 127.0.0.1:${order.port}`,
    `authorization: Bearer ${order.tokens[index % order.tokens.length]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `idempotency-key: ${placeholder}`,
  ].join('\r\n');
  const bytes = Buffer.from(`${head}\r\n\r\n${body}`, 'latin1');
  const first = bytes.indexOf(placeholder);
  return { bytes, places: [first, bytes.indexOf(placeholder, first + 1)] };
}

process.on('message', (order: LoadOrder) => {
  const result: LoadResult = { accepted: 0, refused: 0, firstRefusal: null, latenciesMs: [] };
  const requests = Array.from({ length: order.sealed.length }, (_, index) => template(order, index));
  const end = performance.now() + order.seconds * 1000;
  let open = order.clients;
  const finish = () => {
    open--;
    if (open === 0) process.send?.(result, () => process.exit(0));
  };
  for (let client = 0; client < order.clients; client++) {
    const socket = connect(order.port, '127.0.0.1');
    socket.setNoDelay(true);
    let turn = client;
    let started = 0;
    let received = '';
    const next = () => {
      if (performance.now() >= end) {
        socket.end();
        finish();
        return;
      }
      const request = requests[turn % requests.length];
      turn += order.clients;
      if (!request) return;
      const id = randomUUID();
      const bytes = Buffer.from(request.bytes);
      for (const place of request.places) bytes.write(id, place, 'latin1');
      started = performance.now();
      socket.write(bytes);
    };
    socket.on('connect', next);
    socket.on('error', finish);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      const headEnd = received.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < headEnd + 4 + length) return;
      if (received.startsWith('HTTP/1.1 201')) {
        result.accepted++;
        result.latenciesMs.push(performance.now() - started);
      } else {
        result.refused++;
        result.firstRefusal ??= received;
      }
      received = '';
      next();
    });
  }
});
