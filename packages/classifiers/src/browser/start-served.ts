import type { WorkerEvents, WorkerLine } from '../runtime/worker-line.ts';

/** The policy with which a server must send the worker's script: a worker is bound by it, and by no policy of the page. */
export const workerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'";

/**
 * A worker from an address of the same origin; refused where the script does not come with exactly `workerPolicy`. Its script, which the
 * browser asks for once more, tries for itself whether a policy binds it.
 * @param first what it is given first
 */
export function startServed(
  { message, died }: WorkerEvents,
  address: string | URL,
  first?: Promise<unknown>,
): WorkerLine {
  const line = new MessageChannel();
  let worker: Worker | null = null;
  let closed = false;
  // whoever awaits it comes later, or never
  first?.catch(() => undefined);
  line.port1.onmessage = ({ data }) => message(data);
  const start = async () => {
    // what a cache has of it is replaced by what is looked at here
    const answer = await fetch(address, { cache: 'reload' });
    const policy = answer.headers.get('content-security-policy');
    if (!answer.ok || policy !== workerPolicy) throw new Error('its script is not served with the policy of a worker');
    await answer.arrayBuffer();
    const given = await first;
    if (closed) return;
    worker = new Worker(address);
    worker.onerror = worker.onmessageerror = () => died('its worker failed');
    worker.postMessage(given, [line.port2]);
  };
  start().catch((error) => died(error instanceof Error ? error.message : String(error)));
  return {
    post: (sent, transfer) => line.port1.postMessage(sent, transfer),
    close() {
      closed = true;
      worker?.terminate();
      line.port1.close();
    },
  };
}
