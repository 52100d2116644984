/** Runs the tasks of one name one after the other, in the order in which they came; other names run beside them. */
export class SerialQueue {
  readonly #tails = new Map<string, Promise<void>>();

  run<T>(name: string, task: () => T | Promise<T>): Promise<T> {
    const result = (this.#tails.get(name) ?? Promise.resolve()).then(task);
    const tail: Promise<void> = result.then(
      () => this.#forget(name, tail),
      () => this.#forget(name, tail),
    );
    this.#tails.set(name, tail);
    return result;
  }

  /** Names that have a task waiting or running. */
  get size(): number {
    return this.#tails.size;
  }

  #forget(name: string, tail: Promise<void>): void {
    if (this.#tails.get(name) === tail) this.#tails.delete(name);
  }
}
