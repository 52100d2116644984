/** Whether the session ended while the console was open; the page then stays as it is behind a login. */
class SessionState {
  #expired = false;
  /** How often somebody has logged in again. */
  #renewals = 0;
  readonly #refusals = new WeakMap<Error, number>();
  readonly #listeners = new Set<() => void>();

  get = (): boolean => this.#expired;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(expired: boolean): void {
    if (this.#expired === expired) return;
    this.#expired = expired;
    if (!expired) this.#renewals += 1;
    for (const listener of this.#listeners) listener();
  }

  /** The server no longer knew the session. */
  ended(refusal: Error): void {
    this.#refusals.set(refusal, this.#renewals);
    this.set(true);
  }

  /** Whether that is what was refused, and the person has logged in again since. */
  isOvercome(error: unknown): boolean {
    return error instanceof Error && (this.#refusals.get(error) ?? this.#renewals) < this.#renewals;
  }
}

export const sessionExpired = new SessionState();
