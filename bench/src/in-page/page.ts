/** Runs in the browser: what a page of these benches offers, and how it times. */

/** Ours and its peer, on the same inputs in the same order. Milliseconds throughout. */
export interface BenchPage {
  /** Until the first input was answered: the pack fetched and checked, the worker started. Closes what was open before. */
  open(): Promise<number>;
  /** Of each input. */
  classify(): Promise<number[]>;
  /** The same of the peer. */
  openPeer(): Promise<{ loadMs: number; backend: string }>;
  askPeer(): Promise<number[]>;
}

declare global {
  var bench: BenchPage;
}

export function offer(page: BenchPage): void {
  globalThis.bench = page;
}

/** By the `open` that peer.js in the peer's folder exports. */
export async function openPeer<Peer>(): Promise<Peer> {
  const url = '/peer/peer.js';
  const { open }: { open(base: string): Promise<Peer> } = await import(/* @vite-ignore */ url);
  return await open(new URL('/peer/', location.href).href);
}

export async function timeEach<Input>(
  inputs: readonly Input[],
  run: (input: Input) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (const input of inputs) {
    const start = performance.now();
    await run(input);
    times.push(performance.now() - start);
  }
  return times;
}
