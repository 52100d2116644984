import type { StoredLogLine } from '../storage/prompt-records.ts';
import type { WellhouseStorage } from '../storage/wellhouse-storage.ts';
import { addLogLine, freshLines } from './log-lines.ts';

/** What was noticed on this device. Only its owner sees it; nothing that sends anything reads it. */
export function createLocalLog({ storage, clock }: { storage: WellhouseStorage; clock: () => number }) {
  let wipes = 0;

  /** Takes away what is too old to be kept. */
  async function prune(): Promise<void> {
    const now = clock();
    const { lines } = (await storage.get('promptLog', 'self')) ?? { lines: [] };
    if (freshLines(lines, now).length === lines.length) return;
    await storage.update('promptLog', 'self', (log) => ({ lines: freshLines(log?.lines ?? [], now) }));
  }

  return {
    prune,
    /** How often it was wiped here. */
    wipes: () => wipes,
    /** A line about something that began when it had been wiped `since` times; wiped again meanwhile, it stays away. */
    async write(line: StoredLogLine, since: number): Promise<void> {
      await storage.update('promptLog', 'self', (log) => {
        if (wipes !== since) return log ?? null;
        return { lines: addLogLine(log?.lines ?? [], line, clock()) };
      });
    },
    /** Newest first. */
    async read(): Promise<StoredLogLine[]> {
      await prune();
      return ((await storage.get('promptLog', 'self'))?.lines ?? []).toReversed();
    },
    async wipe(): Promise<void> {
      wipes += 1;
      await storage.write([{ store: 'promptLog', key: 'self', value: null }]);
    },
  };
}
