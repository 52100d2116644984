const mostLinks = 20;

/** Host and path of the links in a text, without `www.`, query and fragment; each once. Pure. */
export function linksIn(text: string): string[] {
  const found = new Set<string>();
  for (const [match] of text.slice(0, 20_000).matchAll(/\bhttps?:\/\/[^\s<>"']{3,500}/giu)) {
    const link = readLink(match.replace(/[.,;:!?)\]}]+$/, ''));
    if (link !== null) found.add(link);
    if (found.size >= mostLinks) break;
  }
  return [...found];
}

function readLink(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !url.hostname.includes('.')) return null;
  return `${url.hostname.replace(/^www\./, '')}${url.pathname.replace(/\/+$/, '')}`;
}
