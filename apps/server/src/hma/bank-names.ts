import { ListId } from '@wellhouse/protocol';

/**
 * The name that Hasher-Matcher-Actioner knows a list by: `child-safety` is CHILD_SAFETY. Its names begin with a letter
 * or `_`, so `2024-a` is _2024_A. Ids of lists hold no `_` and do not begin with `-`: no two lists share a name.
 */
export function bankNameOf(listId: string): string {
  const name = listId.toUpperCase().replaceAll('-', '_');
  return /^\d/.test(name) ? `_${name}` : name;
}

/** The list that has this name; null: none can have it. */
export function listIdOf(bankName: string): ListId | null {
  const listId = bankName
    .replace(/^_(?=\d)/, '')
    .toLowerCase()
    .replaceAll('_', '-');
  const parsed = ListId.safeParse(listId);
  return parsed.success && bankNameOf(listId) === bankName ? parsed.data : null;
}
