// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f]/g;

/** True for text that PostgreSQL can hold and that a line of a log can show: well-formed, no control characters. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && text.search(controls) === -1;
}

/** A stranger's words as such text: at most `length` UTF-16 units, `?` for each control character. */
export function toStorableText(text: string, length: number): string {
  return text.slice(0, length).toWellFormed().replace(controls, '?');
}
