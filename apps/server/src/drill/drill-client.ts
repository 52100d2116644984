import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@wellhouse/protocol';

/** What a step saw, and what later steps need of it. */
export type Seen<T> = Promise<[seen: string, value: T]>;

export interface DrillServer {
  /** Without a slash at its end. */
  readonly serverUrl: string;
  /** How long a worker may take for one step. */
  readonly patienceMs: number;
}

export const json = { 'content-type': 'application/json' };

/** Talks to the running server as a device or a delivery service does. */
export function createDrillClient({ serverUrl, patienceMs }: DrillServer) {
  return {
    /** @throws Error with the problem's code and words */
    async call(
      method: string,
      path: string,
      init: { token?: string; headers?: object; body?: string | Uint8Array<ArrayBuffer> } = {},
    ): Promise<Response> {
      const { token, headers, body } = init;
      const response = await fetch(`${serverUrl}${path}`, {
        method,
        headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(15_000),
      }).catch((error: unknown) => {
        throw new Error(`reach ${serverUrl} (is "wellhouse serve" running?)`, { cause: error });
      });
      if (response.ok) return response;
      const problem = Problem.safeParse(await response.json().catch(() => null));
      throw new Error(problem.success ? `${problem.data.code}: ${problem.data.detail}` : `answered ${response.status}`);
    },
    async until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
      const end = performance.now() + patienceMs;
      for (;;) {
        const found = await look();
        if (found !== null) return found;
        if (performance.now() > end)
          throw new Error(`wait ${patienceMs / 1_000} s for ${what} (is "wellhouse work" running?)`);
        await sleep(100);
      }
    },
  };
}

/** @throws Error when an earlier step did not give it */
export function needed<T>(value: T | null): T {
  if (value === null) throw new Error('skipped: an earlier step broke');
  return value;
}
