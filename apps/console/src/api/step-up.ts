/** Whether an operation waits for the second factor to be shown again; the console's frame shows a dialog meanwhile. */
class StepUpGate {
  #waiting: ((shown: boolean) => void)[] = [];
  readonly #listeners = new Set<() => void>();

  get = (): boolean => this.#waiting.length > 0;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves to whether it was shown. Several operations wait for one dialog. Where nobody can be asked: at once, not shown. */
  ask(): Promise<boolean> {
    if (this.#listeners.size === 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#tell();
    });
  }

  answer(shown: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(shown);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const stepUpGate = new StepUpGate();
