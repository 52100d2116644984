/**
 * Does `work` again and again, one at a time, with a pause after each; what fails is tried again with the next.
 *
 * @returns a function that ends it and waits for the work that runs
 */
export function keepLooking(work: () => Promise<void>, pauseMs: number): () => Promise<void> {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = Promise.resolve();
  function next(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      running = work()
        .catch(() => {})
        .then(next);
    }, pauseMs);
    timer.unref();
  }
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
