/** Looked again after this at the latest: a timer does not run while a computer sleeps. */
const longestMs = 60_000;

/**
 * Hides and deletes disappearing messages when their time has come, for as long as the page is open.
 *
 * @param expire does what is due; answers with the milliseconds until there is more to do, or null
 * @returns `look` to be called when messages may have come, and `stop`
 */
export function expireInTime(expire: () => Promise<number | null>): { look: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let stopped = false;
  async function run(): Promise<void> {
    again = true;
    if (running) return;
    running = true;
    let wait: number | null = null;
    while (again && !stopped) {
      again = false;
      wait = await expire().catch(() => longestMs);
    }
    running = false;
    clearTimeout(timer);
    if (wait !== null && !stopped) timer = setTimeout(look, Math.min(wait, longestMs));
  }
  function look(): void {
    void run();
  }
  document.addEventListener('visibilitychange', look);
  return {
    look,
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    },
  };
}
