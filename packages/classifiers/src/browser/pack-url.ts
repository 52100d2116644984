import { mostPackBytes } from '../pack/layout.ts';
import { PackError } from '../pack/pack-error.ts';
import { turn } from '../pack/turn.ts';
import type { PackSource, VersionMemory } from '../runtime/options.ts';

/** Bytes of a pack whose length nobody said. */
const firstGuess = 64 * 1024;
/** Bytes that are copied in one task: where memory comes slowly, a megabyte takes 5 ms. */
const bytesPerTurn = 256 * 1024;

/** A pack at an address. It is fetched by the page with the first message, and again where it did not come, whatever messages say; never more than a pack may have. */
export function packUrl(language: string, address: string | URL): PackSource {
  return {
    language,
    isHandedOver: true,
    async load(signal, isAnew = false) {
      const cache = isAnew ? 'reload' : 'default';
      const policy = { cache, credentials: 'same-origin', referrerPolicy: 'no-referrer' } as const;
      const answer = await fetch(address, { ...policy, ...(signal && { signal }) });
      if (!answer.ok || !answer.body) throw new Error(`the server answered ${answer.status}`);
      // copied as it comes, so that there is no long copy at the end; the length is a guess where it came compressed
      const guess = Number(answer.headers.get('content-length'));
      let bytes = new Uint8Array(Math.min(guess || firstGuess, mostPackBytes));
      let [length, sinceTurn] = [0, 0];
      for (const reader = answer.body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        const end = length + value.length;
        if (end > mostPackBytes) {
          await reader.cancel();
          throw new PackError('too-large', `is more than ${mostPackBytes} bytes long`);
        }
        if (end > bytes.length) {
          const longer = new Uint8Array(Math.min(2 * end, mostPackBytes));
          longer.set(bytes.subarray(0, length));
          bytes = longer;
        }
        bytes.set(value, length);
        length = end;
        sinceTurn += value.length;
        if (sinceTurn < bytesPerTurn) continue;
        sinceTurn = 0;
        await turn();
      }
      return length === bytes.length ? bytes : bytes.slice(0, length);
    },
  };
}

/** What remembers the versions of packs where nobody says what does: the browser, unless it forbids even to ask. */
export function versionsOf({ versions }: { readonly versions?: VersionMemory | null }): VersionMemory | null {
  if (versions !== undefined) return versions;
  try {
    return storedVersions(localStorage);
  } catch {
    return null;
  }
}

/** Versions of packs in `localStorage`, or in whatever is like it. Where it cannot be used, nothing is remembered. */
export function storedVersions(storage: Pick<Storage, 'getItem' | 'setItem'>, name = 'wellhouse-packs'): VersionMemory {
  const all = (): Record<string, number> => {
    try {
      const stored: unknown = JSON.parse(storage.getItem(name) ?? '{}');
      if (typeof stored !== 'object' || stored === null) return {};
      return Object.fromEntries(Object.entries(stored).filter(([, version]) => Number.isSafeInteger(version)));
    } catch {
      return {};
    }
  };
  return {
    all,
    saw(id, version) {
      const before = all();
      if ((before[id] ?? 0) >= version) return;
      try {
        storage.setItem(name, JSON.stringify({ ...before, [id]: version }));
      } catch {
        // full, or forbidden: the next start will not know
      }
    },
  };
}
