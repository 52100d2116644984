/**
 * Of files called `NAME-VERSION.whpack`, whatever folder or address comes before, the one of the greatest version for each name: a language
 * (BCP 47 primary subtag) of a text pack, or `sensitive-picture`. Other files are left out.
 */
export function newestPacks(files: Iterable<string>): Map<string, string> {
  const newest = new Map<string, { readonly version: number; readonly file: string }>();
  for (const file of files) {
    const [, name, digits] = /(?:^|\/)([a-z]+(?:-[a-z]+)*)-(\d+)\.whpack$/.exec(file) ?? [];
    const version = Number(digits);
    if (name && version > (newest.get(name)?.version ?? 0)) newest.set(name, { version, file });
  }
  return new Map([...newest].map(([name, { file }]) => [name, file]));
}

/** The name of the pack for pictures. */
export const pictureName = 'sensitive-picture';

/** Whether a name is that of a text pack. */
export function isTextName(name: string): boolean {
  return /^[a-z]{2,3}$/.test(name);
}
