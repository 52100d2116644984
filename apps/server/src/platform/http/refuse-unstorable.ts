import { ProblemError } from './problem-error.ts';

/**
 * Refuses text that PostgreSQL cannot hold, wherever it stands in a request of the team: a zero byte, or half of a character. Without it
 * whatever writes the text fails as the server's own fault. Devices' words are sealed as bytes and are taken as they come.
 * @throws ProblemError `invalid-request` naming the field
 */
export function refuseUnstorable(part: 'query' | 'params' | 'body', value: unknown): void {
  const field = find(value, `/${part}`);
  if (field === null) return;
  const problem = 'holds a character that cannot be stored';
  throw new ProblemError('invalid-request', `${field}: ${problem}`, { fields: [{ field, problem }] });
}

function find(value: unknown, at: string): string | null {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000') ? null : at;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return null;
  for (const [name, inner] of Object.entries(value)) {
    // RFC 6901: a name can hold what means something in a pointer; one that cannot be stored is not repeated.
    const own = find(name, at) ?? find(inner, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (own !== null) return own;
  }
  return null;
}
