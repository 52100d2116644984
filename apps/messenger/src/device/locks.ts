/** Runs one piece of work at a time, over all tabs of one account: two tabs must never use one ratchet key twice. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

/** For Node and tests: one process, one device. */
export function processLock(): Lock {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = turn.then(work, work);
    turn = result.catch(() => undefined);
    return result;
  };
}

/** Web Locks hold across the tabs of a browser. */
export function webLock(name: string): Lock {
  return async (work) => await navigator.locks.request(`messenger:${name}`, () => work());
}
