import { createServer, type IncomingMessage, type Server } from 'node:http';
import { EnforcementEvent } from '@wellhouse/protocol';
import { Webhook } from 'standardwebhooks';

/** What the target does with an event: takes it · takes it and hangs up before it answers · refuses it. */
export type Behaviour = 'take' | 'take-and-hang-up' | 'refuse';

export interface WebhookTarget {
  readonly url: string;
  /** Every event that was taken, in the order of arrival, also again. */
  readonly taken: { id: string; event: EnforcementEvent }[];
  /** Attempts that the target saw, taken or not. */
  attempts(): number;
  behave(behaviour: () => Behaviour): void;
  /** Stops listening: connections are refused. */
  down(): Promise<void>;
  up(): Promise<void>;
}

/** A delivery service's webhook on a fixed port, as a real one checks and takes events. */
export async function startWebhookTarget(port: number, secret: string): Promise<WebhookTarget> {
  const taken: { id: string; event: EnforcementEvent }[] = [];
  let behaviour: () => Behaviour = () => 'take';
  let attempts = 0;
  let server: Server | null = null;

  async function receive(request: IncomingMessage): Promise<Behaviour> {
    attempts += 1;
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const header = (name: string) => String(request.headers[name]);
    const event = EnforcementEvent.parse(
      new Webhook(secret).verify(body, {
        'webhook-id': header('webhook-id'),
        'webhook-timestamp': header('webhook-timestamp'),
        'webhook-signature': header('webhook-signature'),
      }),
    );
    const chosen = behaviour();
    if (chosen !== 'refuse') taken.push({ id: header('webhook-id'), event });
    return chosen;
  }

  const target: WebhookTarget = {
    url: `http://127.0.0.1:${port}/wellhouse/webhook`,
    taken,
    attempts: () => attempts,
    behave(next) {
      behaviour = next;
    },
    async down() {
      const closing = server;
      server = null;
      if (closing === null) return;
      closing.closeAllConnections();
      await new Promise((resolve) => closing.close(resolve));
    },
    async up() {
      const opening = createServer((request, response) => {
        receive(request).then(
          (chosen) => {
            if (chosen === 'take-and-hang-up') request.socket.destroy();
            else response.writeHead(chosen === 'take' ? 204 : 503).end();
          },
          () => response.writeHead(400).end(),
        );
      });
      await new Promise<void>((resolve) => opening.listen(port, '127.0.0.1', resolve));
      server = opening;
    },
  };
  await target.up();
  return target;
}
