import { type Operation, Problem } from '@wellhouse/protocol';

/** Problem answers that an operation can give, for the OpenAPI document. Bodies are written by the error handler. */
export function problemResponses(operation: Operation): Record<string, unknown> {
  const media = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: Problem } },
  });
  return {
    '4xx': media('Refused; `code` says why (docs/problems.md)'),
    '503': media('Cannot answer now; try again after `Retry-After` seconds'),
    ...(operation.access === 'public' ? {} : { '401': media('No valid login or token') }),
  };
}
