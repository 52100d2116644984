import type { IncomingHttpHeaders } from 'node:http';
import { ProblemError } from '../platform/http/problem-error.ts';

/** RFC 6750 §2.1. @throws ProblemError `unauthenticated` */
export function bearerToken(headers: IncomingHttpHeaders): string {
  const match = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(headers.authorization ?? '');
  if (match?.[1] === undefined) throw new ProblemError('unauthenticated', 'Send Authorization: Bearer with a token.');
  return match[1];
}
