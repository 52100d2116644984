/** Lets `limit` tasks work at a time; the others wait in the order in which they came, for as long as it takes. */
export interface Gate {
  through<T>(task: () => Promise<T>): Promise<T>;
}

export function createGate(limit: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    async through(task) {
      // Whoever leaves hands its place on.
      if (inside >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      else inside += 1;
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next === undefined) inside -= 1;
        else next();
      }
    },
  };
}
