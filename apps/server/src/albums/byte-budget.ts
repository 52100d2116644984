/** Memory that all uploads of a process share for bytes which are not stored yet. */
export interface ByteBudget {
  /** Takes `bytes` if they are free now. */
  tryTake(bytes: number): boolean;
  /** Takes `bytes` once they are free, in the order of asking. Whoever waits must hold none, or it may wait for itself. */
  take(bytes: number): Promise<void>;
  give(bytes: number): void;
  /** Taken and not given back. */
  readonly taken: number;
}

export function createByteBudget(limit: number): ByteBudget {
  const waiting: { bytes: number; go: () => void }[] = [];
  let taken = 0;
  const fits = (bytes: number) => taken === 0 || taken + bytes <= limit;
  return {
    get taken() {
      return taken;
    },
    tryTake(bytes) {
      if (waiting.length > 0 || !fits(bytes)) return false;
      taken += bytes;
      return true;
    },
    async take(bytes) {
      if (this.tryTake(bytes)) return;
      await new Promise<void>((go) => waiting.push({ bytes, go }));
    },
    give(bytes) {
      taken -= bytes;
      for (let next = waiting[0]; next !== undefined && fits(next.bytes); next = waiting[0]) {
        waiting.shift();
        taken += next.bytes;
        next.go();
      }
    },
  };
}
