/**
 * The last `acceptedAt` of each group, in bounded memory. What falls out raises a common floor, so that a forgotten group's
 * times can jump forward and never go back.
 */
export class GroupTimes {
  readonly #times = new Map<string, number>();
  readonly #capacity: number;
  #floor = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Undefined: not remembered; then nothing is known but {@link floor}. */
  get(group: string): number | undefined {
    return this.#times.get(group);
  }

  get floor(): number {
    return this.#floor;
  }

  set(group: string, time: number): void {
    this.#times.delete(group);
    this.#times.set(group, time);
    if (this.#times.size <= this.#capacity) return;
    for (const [oldest, forgotten] of this.#times) {
      this.#times.delete(oldest);
      this.#floor = Math.max(this.#floor, forgotten);
      break;
    }
  }
}
