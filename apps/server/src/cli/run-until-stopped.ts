/** A second request to stop counts when it comes this much later than the first; sooner it is the same one, echoed. */
const impatientAfterMs = 2_000;

/**
 * Waits for SIGINT, SIGTERM, SIGHUP or the end of the process that started this one, then runs `close` once. Asked
 * again, it gives up on closing.
 */
export function runUntilStopped(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let since: number | null = null;
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const finish = (error?: unknown) => {
      for (const signal of signals) process.off(signal, stop);
      process.off('disconnect', stop);
      if (error === undefined) resolve();
      else reject(error);
    };
    const stop = () => {
      const now = performance.now();
      if (since !== null) {
        if (now - since > impatientAfterMs) finish(new Error('stop at once: asked twice'));
        return;
      }
      since = now;
      close().then(() => finish(), finish);
    };
    for (const signal of signals) process.on(signal, stop);
    process.on('disconnect', stop);
    process.channel?.unref();
  });
}
