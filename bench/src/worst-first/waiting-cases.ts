/** The cases that wait, in lanes as the server keeps them: a heap each, merged when somebody takes one. */
export interface Waiting {
  readonly id: number;
  /** Changes when something joins; entries of older versions are passed over. */
  version: number;
  taken: boolean;
}

interface Entry<T> {
  readonly file: T;
  readonly version: number;
  readonly rank: number;
}

export interface WaitingCases<T extends Waiting> {
  put(file: T, lane: string, rank: number, urgency: (at: number) => number): void;
  /** The one of the greatest value at this moment. */
  take(at: number): T | null;
}

export function createWaitingCases<T extends Waiting>(): WaitingCases<T> {
  const lanes = new Map<string, { heap: Entry<T>[]; urgency: (at: number) => number }>();
  const fresh = (heap: Entry<T>[]): Entry<T> | undefined => {
    for (let top = heap[0]; top !== undefined; top = heap[0]) {
      if (!top.file.taken && top.version === top.file.version) return top;
      pop(heap);
    }
    return undefined;
  };
  return {
    put(file, lane, rank, urgency) {
      const found = lanes.get(lane) ?? { heap: [], urgency };
      lanes.set(lane, found);
      push(found.heap, { file, version: file.version, rank });
    },
    take(at) {
      let best: Entry<T> | undefined;
      let bestValue = Number.NEGATIVE_INFINITY;
      for (const { heap, urgency } of lanes.values()) {
        const top = fresh(heap);
        if (top !== undefined && top.rank + urgency(at) > bestValue) {
          best = top;
          bestValue = top.rank + urgency(at);
        }
      }
      if (best === undefined) return null;
      best.file.taken = true;
      return best.file;
    },
  };
}

function before<T extends Waiting>(a: Entry<T> | undefined, b: Entry<T> | undefined): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return a.rank > b.rank || (a.rank === b.rank && a.file.id < b.file.id);
}

function swap<T>(heap: T[], a: number, b: number): void {
  const [one, other] = [heap[a], heap[b]];
  if (one === undefined || other === undefined) return;
  heap[a] = other;
  heap[b] = one;
}

function push<T extends Waiting>(heap: Entry<T>[], entry: Entry<T>): void {
  heap.push(entry);
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!before(heap[at], heap[parent])) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function pop<T extends Waiting>(heap: Entry<T>[]): void {
  swap(heap, 0, heap.length - 1);
  heap.pop();
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const next = before(heap[right], heap[left]) ? right : left;
    if (next >= heap.length || !before(heap[next], heap[at])) return;
    swap(heap, at, next);
    at = next;
  }
}
