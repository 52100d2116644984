import { readFile } from 'node:fs/promises';
import {
  type Contacts,
  emergencyNumbers,
  helplines,
  OperatorContacts,
  staleContacts,
  withOperatorContacts,
} from '@wellhouse/taxonomy';
import type { Logger } from 'pino';

export class ContactsFileError extends Error {
  override readonly name = 'ContactsFileError';
  readonly code = 'contacts-file-invalid';
}

/** What is shipped, for an installation without a file of its own. */
export const shippedContacts: Contacts = { helplines, emergencyNumbers };

/**
 * The shipped helplines and emergency numbers with the operator's file over them (WELLHOUSE_CONTACTS).
 * @throws ContactsFileError naming the field that is wrong
 */
export async function readContactsFile(path: string | null): Promise<Contacts> {
  if (path === null) return shippedContacts;
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : String(error);
    throw new ContactsFileError(`read the helplines ${path}: ${reason}`);
  }
  const parsed = OperatorContacts.safeParse(content);
  if (parsed.success) return withOperatorContacts(parsed.data);
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw new ContactsFileError(`read the helplines ${path}: ${lines.join('; ')}`);
}

/** One line for whoever runs this server: which numbers nobody has verified for 180 days. */
export function complainOfStaleContacts(contacts: Contacts, now: Date, log: Logger): void {
  const stale = staleContacts(now.toISOString().slice(0, 10), contacts);
  if (stale.length === 0) return;
  const names = stale.map((entry) => ('id' in entry ? entry.id : `${entry.country} ${entry.number}`));
  log.warn({ contacts: names }, 'compare helplines with their sources, or withdraw them: see WELLHOUSE_CONTACTS');
}
