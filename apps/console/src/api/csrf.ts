/** The session's CSRF token, in memory only; every answer with `Me` brings the current one. */
let token: string | null = null;

export function csrfToken(): string | null {
  return token;
}

export function setCsrfToken(value: string | null): void {
  token = value;
}
