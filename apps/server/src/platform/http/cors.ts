import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { HubRegistry } from '../hubs.ts';

/** Paths that a messenger's web page calls from its own origin; everything else stays same-origin. */
const devicePath =
  /^\/v1\/((report-config|reports|album-notice|album-uploads|reporting-standing)(\/|\?|$)|decisions\/[^/?]+\/appeal(\?|$))/;

/** Fields of resumable uploads (draft-ietf-httpbis-resumable-upload-12 §4.1). */
const uploadFields = ['upload-offset', 'upload-complete', 'upload-length'];

/** Lets the web origins that the operator listed for a hub call the operations of a device, without cookies. */
export async function registerCors(app: FastifyInstance, hubs: HubRegistry): Promise<void> {
  const origins = [...new Set(hubs.list().flatMap((hub) => hub.origins))];
  await app.register(cors, {
    delegator: (request, done) => {
      done(null, {
        origin: devicePath.test(request.url ?? '') ? origins : false,
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH'],
        allowedHeaders: ['authorization', 'content-type', 'idempotency-key', ...uploadFields],
        exposedHeaders: ['retry-after', 'x-request-id', 'upload-limit', ...uploadFields],
        credentials: false,
        maxAge: 600,
      });
    },
  });
}
