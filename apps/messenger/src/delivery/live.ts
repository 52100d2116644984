import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Accounts } from './accounts.ts';
import type { Events } from './events.ts';

const Hello = z.strictObject({ token: z.string().max(200) });
const helloWithinMs = 5_000;

/**
 * A websocket that says "there is something new"; the device then catches up by cursor, the one way in which events
 * travel. The token comes in the first frame, never in an address.
 */
export function registerLive(app: FastifyInstance, deps: { accounts: Accounts; events: Events }): void {
  app.get('/api/live', { websocket: true }, (socket) => {
    let unsubscribe = () => {};
    const impatient = setTimeout(() => socket.close(4401, 'say hello'), helloWithinMs);
    socket.once('message', (data: Buffer) => {
      clearTimeout(impatient);
      try {
        const accountId = deps.accounts.authenticate(Hello.parse(JSON.parse(data.toString())).token);
        unsubscribe = deps.events.subscribe(accountId, () => socket.send('new'));
        socket.send('new');
      } catch {
        socket.close(4401, 'sign in first');
      }
    });
    socket.on('close', () => {
      clearTimeout(impatient);
      unsubscribe();
    });
  });
}
