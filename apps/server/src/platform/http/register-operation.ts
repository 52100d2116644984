import { type Access, type Operation, type OperationId, operations, Permission } from '@wellhouse/protocol';
import './fastify-types.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { Veil } from './authenticators.ts';
import { bodyLimitOf, rateLimitOf } from './limits.ts';
import type { BinaryResult, OperationHandler, OperationRequest } from './operation-types.ts';
import { ProblemError } from './problem-error.ts';
import { problemResponses } from './problem-responses.ts';
import { refuseUnstorable } from './refuse-unstorable.ts';

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
    config: {
      access: operation.access,
      operationId,
      ...rateLimitOf(operationId, app.config),
      // The document leaves HEAD out else, as what goes with a GET.
      ...(operation.method === 'HEAD' && { swagger: { exposeHeadRoute: true } }),
    },
    bodyLimit: bodyLimitOf(operationId, operation),
    onRequest: async (request) => {
      await authenticate(app, operation, request);
      checkMediaType(operation, request);
    },
    handler: async (request, reply) => {
      if (request.staff !== null || operation.access === 'public') checkTexts(operation, request);
      await checkCases(app, operation, request);
      // The schemas above have parsed every part of the request; this names the result's type in one place.
      const veil = await veilFor(app, operation, request);
      const result = await handler(inputOf(request, operation) as OperationRequest<K>, reply);
      const shown = veil === null || unveiled.has(operationId) ? result : veil.lift(result);
      return sendResult(reply, status, success, await withinLimits(app, operation, request, shown));
    },
  });
}

/** Approvals, changes of roles and exports ask for a second factor that was shown within this time. */
const freshMs = 15 * 60_000;

async function authenticate(app: FastifyInstance, operation: Operation, request: FastifyRequest): Promise<void> {
  const { access } = operation;
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
    case 'upload':
      request.upload = await app.authenticators.upload(request);
      return;
    case 'metrics':
      return app.authenticators.metrics(request);
    case 'staff':
      request.staff = await app.authenticators.staff(request);
      return;
    default: {
      const staff = await app.authenticators.staff(request);
      if (!staff.permissions.has(access)) {
        throw new ProblemError('forbidden', `This needs the permission ${access}, which your roles do not grant.`);
      }
      if (operation.fresh && !staff.isFresh(freshMs)) throw new ProblemError('step-up-required');
      request.staff = staff;
    }
  }
}

function checkTexts(operation: Operation, { params, query, body }: FastifyRequest): void {
  refuseUnstorable('params', params);
  refuseUnstorable('query', query);
  if (operation.body !== undefined) refuseUnstorable('body', body);
}

/**
 * Whatever case a request names lies within what the caller's permission covers, or is not there. A table of everything is not for
 * somebody with limits.
 */
async function checkCases(app: FastifyInstance, operation: Operation, request: FastifyRequest): Promise<void> {
  const { access } = operation;
  if (request.staff === null || !isPermission(access)) return;
  const { categories, regions } = request.staff.limits(access);
  if (access === 'export.run' && (categories !== null || regions !== null)) {
    throw new ProblemError('forbidden', 'Tables hold cases of every kind and region, and your roles are limited.');
  }
  const { params, query, body } = request;
  await app.authenticators.mayCase(request.staff, access, {
    ...asRecord(query),
    ...asRecord(body),
    ...asRecord(params),
  });
}

async function withinLimits(
  app: FastifyInstance,
  { access, success: [, body] }: Operation,
  request: FastifyRequest,
  answer: unknown,
): Promise<unknown> {
  if (request.staff === null || !isPermission(access) || body === null || body === 'binary') return answer;
  const kept = await app.authenticators.within(request.staff, access, answer);
  // A part that had to go and that the answer cannot do without.
  if (kept !== answer && !body.safeParse(kept).success) throw new ProblemError('not-found');
  return kept;
}

/** Words of messages are evidence, whatever they quote; and of a decision they say nothing. */
const unveiled: ReadonlySet<OperationId> = new Set<OperationId>([
  'beginEvidenceView',
  'beginQualityView',
  'getQualityReview',
  // The answer ends it.
  'answerQualityReview',
]);

/** What is kept from the caller, once it is sure that the request names nothing of it. */
async function veilFor(app: FastifyInstance, operation: Operation, request: FastifyRequest): Promise<Veil | null> {
  if (request.staff === null) return null;
  const veil = await app.authenticators.veil(request.staff);
  if (veil === null) return null;
  if (veil.blind && operation.access === 'export.run') throw new ProblemError('under-blind-review');
  const { params, query, body } = request;
  await veil.refuse({ ...asRecord(query), ...asRecord(body), ...asRecord(params) });
  return operation.success[1] === 'binary' ? null : veil;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function checkMediaType(operation: Operation, request: FastifyRequest): void {
  const sent = request.mediaType;
  const bytes = operation.streamBody ?? (operation.binaryBody ? 'application/octet-stream' : undefined);
  if (sent === undefined && bytes === undefined) return;
  const wanted = bytes ?? 'application/json';
  if (sent !== wanted) throw new ProblemError('unsupported-media-type', `Send the body as ${wanted}.`);
}

function inputOf(request: FastifyRequest, operation: Operation): Record<string, unknown> {
  return {
    params: request.params,
    query: request.query,
    body: operation.streamBody === undefined ? request.body : request.raw,
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
    upload: request.upload,
    staff: request.staff,
  };
}

function sendResult(reply: FastifyReply, status: number, success: Operation['success'][1], result: unknown) {
  reply.code(status);
  if (success === null) return reply.send();
  if (success === 'binary') {
    const { bytes, mediaType, headers } = result as BinaryResult;
    reply.headers({ ...headers, 'content-type': mediaType });
    return reply.send(
      bytes instanceof Uint8Array ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes,
    );
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
    ...(operation.streamBody && { consumes: [operation.streamBody] }),
    description: `Access: ${operation.access}`,
  };
}

function tagOf(path: string): string {
  return path.split('/')[2] ?? 'other';
}

function securityOf(access: Access): { [name: string]: string[] }[] {
  if (access === 'public') return [];
  if (['reporter', 'receipt', 'hub', 'upload', 'metrics'].includes(access)) return [{ [access]: [] }];
  return [{ session: [] }];
}

/** The permissions that an access can name; everything else is a kind of caller. */
export function isPermission(access: Access): access is Permission {
  return Permission.safeParse(access).success;
}
