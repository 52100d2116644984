/** The one-time token of `…/first-login#token=…`. It stands in the fragment so that no server or proxy logs it. */
export function tokenInFragment(fragment: string): string | null {
  const text = fragment.replace(/^#/, '');
  const token = new URLSearchParams(text).get('token') ?? (text.includes('=') ? null : text);
  return token !== null && token.length >= 20 && token.length <= 200 ? token : null;
}
