export interface MicroBatchOptions<Item, Result> {
  /** Most items in one batch. */
  readonly items: number;
  /** Most weight in one batch; a single heavier item still goes alone. */
  readonly weight: number;
  /** Most batches under way at once. */
  readonly inFlight: number;
  weigh(item: Item): number;
  /** One result an item, in the same order. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Gathers concurrent calls into few statements: an idle caller is served at once, and the more wait, the larger the
 * batch, so that one fsync serves many. When a batch fails each of its items is told.
 */
export function createMicroBatch<Item, Result>(options: MicroBatchOptions<Item, Result>) {
  const queue: Waiting<Item, Result>[] = [];
  let running = 0;

  function take(): Waiting<Item, Result>[] {
    let weight = 0;
    let count = 0;
    for (const { item } of queue) {
      weight += options.weigh(item);
      if (count === options.items || (count > 0 && weight > options.weight)) break;
      count += 1;
    }
    return queue.splice(0, count);
  }

  async function run(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await options.run(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error(`answer ${batch.length} items, not ${results.length}`);
      batch.forEach((waiting, at) => {
        waiting.resolve(results[at] as Result);
      });
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    } finally {
      running -= 1;
      start();
    }
  }

  function start(): void {
    while (running < options.inFlight && queue.length > 0) {
      running += 1;
      void run(take());
    }
  }

  return (item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      // After this turn of the event loop, so that requests that arrived together travel together.
      if (queue.length === 1) setImmediate(start);
    });
}
