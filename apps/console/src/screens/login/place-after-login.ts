/** Only places of this console; anything else that a link may carry leads to the start. */
export function placeAfterLogin(next: string | undefined): string {
  if (next === undefined || !/^\/[^/\\]/.test(next)) return '/';
  return next.startsWith('/login') || next.startsWith('/first-login') ? '/' : next;
}
