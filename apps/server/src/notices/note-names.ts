/** Whom a note to reporters must not name. */
export interface NamesToKeep {
  /** Of the account that the case is about; null for a group. */
  readonly subject: string | null;
  /** Accounts of people who reported, as far as they are not the only one who reads the note. */
  readonly reporters: readonly string[];
  /** Of reports, as far as they are not the only reader's; of decisions; the case's number. */
  readonly references: readonly string[];
  /** Of the member who writes. */
  readonly staffNames: readonly string[];
}

export type NamedInNote = 'subject' | 'reporter' | 'reference' | 'staff';

/** A word of fewer characters says nothing of whom it means. */
const fewest = 3;

/**
 * The words of a text that a name could be: whole ones as they stand between spaces and signs (`mal@hub.example`, `C-1042`), and
 * their pieces. Lower case, in one form, without characters that cannot be seen.
 */
export function wordsOfNote(text: string): Set<string> {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
  const whole = plain.match(/[\p{L}\p{N}\p{M}@._+-]+/gu) ?? [];
  return new Set(
    whole.flatMap((word) => [...forms(word), ...word.split(/[@.+]/)]).filter((word) => word.length >= fewest),
  );
}

/** `@mal.` in a sentence is `mal`. */
function forms(word: string): string[] {
  return [word, word.replace(/^[@._+-]+|[@._+-]+$/g, '')];
}

/** Whom a note names that it must not, or null. A slip is caught, not a person who wants to. Pure. */
export function namedIn(text: string, names: NamesToKeep): NamedInNote | null {
  const words = wordsOfNote(text);
  const has = (name: string) => words.has(name.normalize('NFKC').toLowerCase());
  const account = (id: string) => has(id) || (localPart(id).length >= fewest && has(localPart(id)));
  if (names.subject !== null && account(names.subject)) return 'subject';
  if (names.reporters.some(account)) return 'reporter';
  if (names.references.some(has)) return 'reference';
  if (names.staffNames.some((name) => name.split(/\s+/).some((part) => part.length >= fewest && has(part))))
    return 'staff';
  return null;
}

/** `mal` of `mal@hub.example`. */
export function localPart(accountId: string): string {
  return accountId.split('@', 1)[0] ?? '';
}
