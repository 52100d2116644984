import type { ClientContext } from '../context.ts';
import type { StoredYoung } from '../storage/young-records.ts';

/** What a person chose about pictures, whom they turn to, and where they are. Stays on this device. */
export interface Young {
  settings(): Promise<StoredYoung>;
  change(changes: Partial<StoredYoung>): Promise<void>;
}

const untouched: StoredYoung = { covers: null, trusted: null, country: null };

export function createYoung({ storage, emit }: ClientContext): Young {
  return {
    async settings() {
      return (await storage.get('young', 'self')) ?? untouched;
    },
    async change(changes) {
      await storage.update('young', 'self', (current) => ({ ...untouched, ...current, ...changes }));
      emit({ type: 'young' });
    },
  };
}
