import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { completeDocument, nameFormats } from './openapi-document.ts';

/** Collects the OpenAPI 3.1 document from the operations as they are registered and serves it. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  const zodToJsonConfig = { override: nameFormats };
  const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', description }) as const;
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Wellhouse',
        description:
          'Trust and safety for end-to-end encrypted messengers. Errors are RFC 9457 problems; see docs/problems.md.',
        version: '1',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          reporter: bearer('Token by which a delivery service vouches for a reporter (JWT, HS256)'),
          receipt: bearer('Receipt token of one report'),
          hub: bearer('API secret of a delivery service'),
          upload: bearer('Token of one upload, from the answer to addAlbumPicture'),
          metrics: bearer('WELLHOUSE_METRICS_TOKEN of the installation'),
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'wellhouse_session',
            description: 'Staff session; every method but GET also needs the header x-csrf-token',
          },
        },
      },
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig }),
  });
  let document: string | null = null;
  app.get('/v1/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(app));
    return reply.type('application/json').header('cache-control', 'max-age=300').send(document);
  });
}

/** The document of everything that is registered; call it once the application is ready. */
export function openApiDocument(app: FastifyInstance): object {
  return completeDocument(app.swagger());
}
