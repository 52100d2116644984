import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import { pagePolicy } from '@wellhouse/classifiers/browser';
import type { FastifyInstance } from 'fastify';
import type { RuntimeConfig } from '../wire.ts';

/** The built page, if it was built, and what it must know at run time. */
export async function registerWebApp(
  app: FastifyInstance,
  webRoot: string | null,
  config: RuntimeConfig,
): Promise<void> {
  app.get('/config.json', async (_request, reply) => reply.header('cache-control', 'no-store').send(config));
  if (webRoot === null || !existsSync(resolve(webRoot, 'index.html'))) return;
  await app.register(fastifyStatic, { root: resolve(webRoot), cacheControl: false });
}

/** The one style element that react-aria adds itself (`touch-action` of what can be pressed), by its digest. */
const pressableStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/**
 * Nothing inline, nothing from elsewhere; reports go straight from the page to the safety server. What looks at messages runs in a frame
 * that is held to this and to a policy of its own, which has no network at all.
 */
export function securityHeaders(safetyUrl: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${pagePolicy['script-src'].join(' ')}`,
    `worker-src ${pagePolicy['worker-src'].join(' ')}`,
    `style-src 'self' ${pressableStyle}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${new URL(safetyUrl).origin}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
