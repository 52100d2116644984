/** Whether the session ended while the console was open; the page then stays as it is behind a login. */
class SessionState {
  #expired = false;
  readonly #listeners = new Set<() => void>();

  get = (): boolean => this.#expired;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(expired: boolean): void {
    if (this.#expired === expired) return;
    this.#expired = expired;
    for (const listener of this.#listeners) listener();
  }
}

export const sessionExpired = new SessionState();
