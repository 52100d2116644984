import { type Operation, type OperationId, operations } from '@wellhouse/protocol';
import type { z } from 'zod';

import { ApiError, errorFrom } from './api-error.ts';
import { connection } from './connection.ts';
import { csrfToken, setCsrfToken } from './csrf.ts';
import { untilPainted } from './paint-first.ts';
import { sessionExpired } from './session-state.ts';
import { stepUpGate } from './step-up.ts';

type Operations = typeof operations;
type Schema<Id extends OperationId, Key extends 'params' | 'query' | 'body'> =
  Operations[Id] extends Record<Key, infer S extends z.ZodType> ? { [K in Key]: z.input<S> } : unknown;
type Input<Id extends OperationId> = Schema<Id, 'params'> & Schema<Id, 'query'> & Schema<Id, 'body'>;
type Body<Id extends OperationId> = Operations[Id]['success'][1];
type Output<Id extends OperationId> =
  Body<Id> extends z.ZodType ? z.output<Body<Id>> : Body<Id> extends 'binary' ? Blob : null;

export interface CallOptions {
  signal?: AbortSignal;
  /** Let the request outlive the page. */
  keepalive?: boolean;
}

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/**
 * Calls one operation of the protocol on this page's own server. The answer is what the protocol's schema made of it.
 * @throws ApiError
 */
export async function call<Id extends OperationId>(
  id: Id,
  ...[input, options]: unknown extends Input<Id>
    ? [input?: Record<string, never>, options?: CallOptions]
    : [input: Input<Id>, options?: CallOptions]
): Promise<Output<Id>> {
  const operation: Operation = operations[id];
  // What has to outlive the page goes out while there is one.
  if (options?.keepalive !== true) await untilPainted();
  const answer = await sendOnce(id, operation, input ?? {}, options ?? {});
  // The schema that parses the answer is the one that Output<Id> is inferred from.
  return (await readAnswer(id, operation, answer)) as Output<Id>;
}

/**
 * A token that another tab's login has replaced is fetched anew, once; what asks for a fresh second factor goes out again when
 * the person has shown it.
 */
async function sendOnce(
  id: OperationId,
  operation: Operation,
  input: LooseInput,
  options: CallOptions,
): Promise<Response> {
  try {
    return await send(operation, input, options);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'unauthenticated' || error.code === 'token-expired') sessionExpired.ended(error);
    if (error.code === 'step-up-required') {
      if (!(await stepUpGate.ask())) throw error;
      return await send(operation, input, options);
    }
    if (error.code !== 'csrf-failed' || id === 'login' || id === 'firstLogin') throw error;
    setCsrfToken((await call('getMe')).csrfToken);
    return await send(operation, input, options);
  }
}

async function send(operation: Operation, input: LooseInput, options: CallOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  const token = csrfToken();
  if (operation.method !== 'GET' && token !== null) headers.set('x-csrf-token', token);
  if (input.body !== undefined) headers.set('content-type', 'application/json');
  const request: RequestInit = { method: operation.method, headers, credentials: 'same-origin', ...options };
  if (input.body !== undefined) request.body = JSON.stringify(input.body);
  let answer: Response;
  try {
    answer = await fetch(urlOf(operation, input), request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    const failure = new ApiError({ code: 'offline', status: 0, detail: 'the server does not answer' });
    connection.failed(failure);
    throw failure;
  }
  if (answer.ok) {
    connection.worked();
    return answer;
  }
  const failure = await errorFrom(answer);
  if (failure.passing) connection.failed(failure);
  else connection.worked();
  throw failure;
}

function urlOf(operation: Operation, input: LooseInput): string {
  const path = operation.path.replace(/:([a-zA-Z0-9]+)/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

async function readAnswer(id: OperationId, operation: Operation, answer: Response): Promise<unknown> {
  const [, body] = operation.success;
  if (body === null) return null;
  if (body === 'binary') return answer.blob();
  const parsed = body.safeParse(await answer.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const where = first === undefined ? '' : ` at /${first.path.join('/')}: ${first.message}`;
  throw new ApiError({
    code: 'unexpected-answer',
    status: answer.status,
    detail: `${id} answered in another form than the protocol says${where}`,
    requestId: answer.headers.get('x-request-id'),
  });
}
