/** SQLSTATE classes and codes that mean "the database cannot answer now", not "the statement is wrong". */
const transient = [/^08/, /^57P0[1-5]$/, /^53/, /^58/, /^25P03$/];
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** pg raises these without a code. */
const messages = [
  /^Connection terminated/,
  /^timeout exceeded when trying to connect/,
  /^Client has encountered a connection error/,
  /^Client was closed/,
  /^Cannot use a pool after calling end/,
];

/** True when a query failed because the database is down, restarting, full or out of reach. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true;
  const code = sqlState(error);
  if (code !== null && 'syscall' in error && network.has(code)) return true;
  if (code !== null && /^[0-9A-Z]{5}$/.test(code) && transient.some((pattern) => pattern.test(code))) return true;
  return messages.some((pattern) => pattern.test(error.message));
}

/** The error's `code`: an SQLSTATE for a refused statement, an errno name for a broken connection. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** True for a unique violation (SQLSTATE 23505), of the named constraint if one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  return (
    constraint === undefined || (error instanceof Error && 'constraint' in error && error.constraint === constraint)
  );
}
