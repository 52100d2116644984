import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isUnavailable } from '../database/database-error.ts';
import { ProblemError, problemOf } from './problem-error.ts';

/** Seconds after which a client asks again while the database is down. */
const unavailableRetryAfter = 5;

/** Every failure leaves as a problem; what the server does not recognise says nothing of its inside. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemFor(error);
  if (problem.statusCode >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
  request.problemCode = problem.code;
  return sendProblem(reply, problem, request.id);
}

export function sendProblem(reply: FastifyReply, problem: ProblemError, requestId: string): FastifyReply {
  // Not set yet where the request failed before its first hook.
  reply.header('x-request-id', requestId);
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(problem.retryAfter));
  // Serialised here: a route's response schemas describe its success.
  return reply
    .code(problem.statusCode)
    .type('application/problem+json')
    .serializer((body) => JSON.stringify(body))
    .send(problemOf(problem, requestId));
}

export function problemFor(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isUnavailable(error)) {
    return new ProblemError('unavailable', undefined, { retryAfter: unavailableRetryAfter, cause: error });
  }
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error);
  if (!(error instanceof Error)) return new ProblemError('internal');
  switch ('code' in error ? error.code : undefined) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError('too-large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError('unsupported-media-type');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ProblemError('malformed-json');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ProblemError('invalid-request', 'The body is shorter or longer than Content-Length says.');
    // The disk or its quota is full: what is stored stays, and more may fit later.
    case 'ENOSPC':
    case 'EDQUOT':
      return new ProblemError('unavailable', undefined, { retryAfter: unavailableRetryAfter, cause: error });
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new ProblemError('not-found');
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (error instanceof SyntaxError && status === 400) return new ProblemError('malformed-json');
  if (status === 404) return new ProblemError('not-found');
  if (status >= 400 && status < 500) return new ProblemError('invalid-request');
  return new ProblemError('internal', 'The request id names the entry in the server’s log.', { cause: error });
}

function invalidRequest(
  error: Omit<FastifyError, 'validation'> & { validation: { instancePath: string; message?: string }[] },
) {
  const part = error.validationContext === 'querystring' ? 'query' : (error.validationContext ?? 'body');
  const fields = error.validation
    .slice(0, 20)
    // RFC 6901: the whole body is "/body"; "/body/" would be its field named "".
    .map((issue) => ({
      field: `/${part}${issue.instancePath.replace(/\/$/, '')}`,
      problem: issue.message ?? 'not allowed here',
    }));
  const first = fields[0];
  const detail = first === undefined ? undefined : `${first.field}: ${first.problem}`;
  return new ProblemError('invalid-request', detail, { fields });
}
