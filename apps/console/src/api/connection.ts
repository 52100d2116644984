import type { ApiError } from './api-error.ts';

export type ConnectionState =
  | { state: 'up' }
  /** `since` and `retryAt` in milliseconds. */
  | { state: 'down'; kind: 'offline' | 'unavailable'; since: number; retryAt: number };

/** Whether the server answers, as every call sees it; the banner listens here. */
export class Connection {
  #state: ConnectionState = { state: 'up' };
  readonly #listeners = new Set<() => void>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get = (): ConnectionState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  failed(error: ApiError): void {
    const now = this.#clock();
    const since = this.#state.state === 'down' ? this.#state.since : now;
    // Waits as long as the server asks; by itself it comes back sooner at first, then at most every 30 s.
    const wait = error.retryAfter !== null ? error.retryAfter * 1000 : Math.min(30_000, 3_000 + (now - since) / 2);
    const kind = error.code === 'offline' ? 'offline' : 'unavailable';
    this.#set({ state: 'down', kind, since, retryAt: now + wait });
  }

  worked(): void {
    if (this.#state.state !== 'up') this.#set({ state: 'up' });
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const connection = new Connection(Date.now);
