/** A name or reference inside a sentence of another direction: it keeps its own (Unicode's first strong isolate). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
