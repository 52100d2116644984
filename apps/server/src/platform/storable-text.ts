/** True for text that PostgreSQL can hold and that a line of a log can show: well-formed, no control characters. */
export function isStorableText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);
}
