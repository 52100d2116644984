import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { problemFor } from '../platform/http/error-handler.ts';
import { HmaError } from './hma-error.ts';

/** Every failure leaves as Hasher-Matcher-Actioner writes one, `{"message": …}`, with our code beside it. */
export function sendHmaError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message, retryAfter } = answerTo(error);
  if (status >= 500 && status !== 501) request.log.error({ err: error, code }, 'request failed');
  request.problemCode = code;
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  return reply.code(status).type('application/json').send({ message, code });
}

function answerTo(error: unknown): { status: number; code: string; message: string; retryAfter: number | undefined } {
  if (error instanceof HmaError) {
    const retryAfter = error.status === 503 ? 1 : undefined;
    return { status: error.status, code: error.code, message: error.message, retryAfter };
  }
  const { statusCode, code, detail, retryAfter } = problemFor(error);
  return { status: statusCode, code, message: detail, retryAfter };
}
