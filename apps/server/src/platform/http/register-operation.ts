import { type Access, type Operation, type OperationId, operations, Permission } from '@wellhouse/protocol';
import './fastify-types.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import { bodyLimitOf, rateLimitOf } from './limits.ts';
import type { BinaryResult, OperationHandler, OperationRequest } from './operation-types.ts';
import { ProblemError } from './problem-error.ts';
import { problemResponses } from './problem-responses.ts';

/**
 * Serves one operation of `@wellhouse/protocol`. Method, path, schemas and access come from there and from nowhere
 * else. The caller is checked before the body is read; params, query and body are parsed by zod; the answer is
 * checked against the success schema, and a field that the schema does not declare is an error, not a leak.
 * @example
 * registerOperation(app, 'getReport', async ({ params, receipt }) => loadReport(deps, receipt.reportId));
 */
export function registerOperation<K extends OperationId>(
  app: FastifyInstance,
  operationId: K,
  handler: OperationHandler<K>,
): void {
  const operation: Operation = operations[operationId];
  const [status, success] = operation.success;
  app.route({
    method: operation.method,
    url: operation.path,
    schema: schemaOf(operationId, operation),
    config: { access: operation.access, operationId, ...rateLimitOf(operationId, app.config) },
    bodyLimit: bodyLimitOf(operationId, operation),
    onRequest: async (request) => {
      await authenticate(app, operation.access, request);
      checkMediaType(operation, request);
    },
    handler: async (request, reply) => {
      // The schemas above have parsed every part of the request; this names the result's type in one place.
      const result = await handler(inputOf(request) as OperationRequest<K>, reply);
      return sendResult(reply, status, success, result);
    },
  });
}

async function authenticate(app: FastifyInstance, access: Access, request: FastifyRequest): Promise<void> {
  switch (access) {
    case 'public':
      return;
    case 'reporter':
      request.reporter = await app.authenticators.reporter(request);
      return;
    case 'receipt':
      request.receipt = await app.authenticators.receipt(request);
      return;
    case 'hub':
      request.hub = await app.authenticators.hub(request);
      return;
    case 'staff':
      request.staff = await app.authenticators.staff(request);
      return;
    default: {
      const staff = await app.authenticators.staff(request);
      if (!staff.permissions.has(access)) {
        throw new ProblemError('forbidden', `This needs the permission ${access}, which your roles do not grant.`);
      }
      request.staff = staff;
    }
  }
}

function checkMediaType(operation: Operation, request: FastifyRequest): void {
  const sent = request.mediaType;
  if (sent === undefined && !operation.binaryBody) return;
  const wanted = operation.binaryBody ? 'application/octet-stream' : 'application/json';
  if (sent !== wanted) throw new ProblemError('unsupported-media-type', `Send the body as ${wanted}.`);
}

function inputOf(request: FastifyRequest): Record<string, unknown> {
  return {
    params: request.params,
    query: request.query,
    body: request.body,
    headers: request.headers,
    ip: request.ip,
    requestId: request.id,
    log: request.log,
    // Made when asked for: most operations never do.
    get signal() {
      return request.signal;
    },
    reporter: request.reporter,
    receipt: request.receipt,
    hub: request.hub,
    staff: request.staff,
  };
}

function sendResult(reply: FastifyReply, status: number, success: Operation['success'][1], result: unknown) {
  reply.code(status);
  if (success === null) return reply.send();
  if (success === 'binary') {
    const { bytes, mediaType, headers } = result as BinaryResult;
    return reply
      .headers({ ...headers, 'content-type': mediaType })
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
  return reply.send(result);
}

function schemaOf(operationId: OperationId, operation: Operation): FastifySchema {
  const [status, success] = operation.success;
  const response =
    success === null
      ? { [status]: z.undefined().describe('Done') }
      : success === 'binary'
        ? { [status]: { description: 'Bytes', content: { 'application/octet-stream': { schema: z.any() } } } }
        : { [status]: success };
  return {
    ...(operation.params && { params: operation.params }),
    ...(operation.query && { querystring: operation.query }),
    ...(operation.body && { body: operation.body }),
    response: { ...response, ...problemResponses(operation) },
    operationId,
    summary: operation.summary,
    tags: [tagOf(operation.path)],
    security: securityOf(operation.access),
    ...(operation.binaryBody && { consumes: ['application/octet-stream'] }),
    description: `Access: ${operation.access}`,
  };
}

function tagOf(path: string): string {
  return path.split('/')[2] ?? 'other';
}

function securityOf(access: Access): { [name: string]: string[] }[] {
  if (access === 'public') return [];
  if (access === 'reporter' || access === 'receipt' || access === 'hub') return [{ [access]: [] }];
  return [{ session: [] }];
}

/** The permissions that an access can name; everything else is a kind of caller. */
export function isPermission(access: Access): access is Permission {
  return Permission.safeParse(access).success;
}
