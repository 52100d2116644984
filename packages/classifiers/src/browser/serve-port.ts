import type { FromWorker, ToWorker } from '../runtime/messages.ts';
import { confined } from './forget-first.ts';

/** Serves whoever hands over a port first, and what to begin with, where a policy binds this worker. */
export function servePort<Start>(
  serveWith: (post: (message: FromWorker) => void, start: Start) => (message: ToWorker) => Promise<void>,
): void {
  const start = async ({ data, ports: [port] }: MessageEvent) => {
    if (!port) return;
    const post = (message: FromWorker) => port.postMessage(message);
    if (!(await confined)) {
      post({ type: 'refused', detail: 'its script did not come with the policy of a worker' });
      return;
    }
    const serve = serveWith(post, data);
    port.onmessage = (event) => void serve(event.data);
  };
  addEventListener('message', (event) => void start(event), { once: true });
}
