import '../platform/http/fastify-types.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HmaError } from './hma-error.ts';

export interface HmaRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` parameters. */
  readonly path: string;
  /** Calls of one hub in a minute; absent: no limit. */
  readonly perMinute?: number;
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => unknown;
}

/**
 * Serves one route, to callers with the secret of a hub of the operator's. It is not in the OpenAPI document, which
 * describes our own API.
 */
export function serveHmaRoute(scope: FastifyInstance, { method, path, perMinute, handler }: HmaRoute): void {
  scope.route({
    method,
    url: path,
    config: { access: 'any-hub', ...(perMinute !== undefined && rateLimitOf(perMinute)) },
    schema: { hide: true },
    // Of a body that is not a form.
    bodyLimit: 64 * 1024,
    onRequest: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      request.hub = await scope.authenticators.anyHub(request);
    },
    handler: async (request, reply) => handler(request, reply),
  });
}

function rateLimitOf(max: number): { rateLimit: object } {
  const keyGenerator = (request: FastifyRequest) => request.hub?.hubId ?? '';
  // Once the caller is known, before the body is read.
  return { rateLimit: { max, timeWindow: 60_000, hook: 'preParsing', keyGenerator } };
}

/** A path as Hasher-Matcher-Actioner's site map writes it. */
export function siteMapPath(path: string): string {
  return path
    .replace(':contentId', '<int:content_id>')
    .replace(':bank', '<bank_name>')
    .replace(':exchange', '<string:exchange_name>')
    .replace(':api', '<string:api_name>')
    .replace(':type', '<signal_type_name>');
}

/** Query and parameters as Hasher-Matcher-Actioner reads them. @throws HmaError 422 */
export function readQuery<T extends z.ZodType>(schema: T, request: FastifyRequest): z.output<T> {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HmaError(422, 'invalid-request', `${issue?.path.join('.') ?? 'query'}: ${issue?.message ?? 'not allowed'}`);
}

const words = { true: ['1', 'true', 't', 'yes', 'y', 'on'], false: ['0', 'false', 'f', 'no', 'n', 'off'] };

/** A flag of a query; absent: false. */
export const Flag = z
  .string()
  .toLowerCase()
  .refine((text) => [...words.true, ...words.false].includes(text), 'expected true or false')
  .transform((text) => words.true.includes(text))
  .default(false);

export const Text = z.string().min(1).max(4_096);

export function paramOf(request: FastifyRequest, name: string): string {
  const params = z.record(z.string(), z.string()).parse(request.params);
  return params[name] ?? '';
}

/** Names of banks, with commas between; null: all banks. */
export function readBanks(text: string | undefined): ReadonlySet<string> | null {
  return text === undefined || text === '' ? null : new Set(text.split(','));
}
