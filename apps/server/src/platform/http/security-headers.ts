import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';

/**
 * Headers of every answer. The console runs its own scripts and styles only, in no frame, and talks to this server only.
 * They are the same for every answer, so helmet is asked for them once: building them for each costs a tenth of what
 * taking a report costs.
 */
export async function registerSecurityHeaders(app: FastifyInstance): Promise<void> {
  const headers = {
    ...(await helmetHeaders()),
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
  };
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.url.startsWith('/v1/')) reply.header('cache-control', 'no-store');
  });
}

async function helmetHeaders(): Promise<Record<string, string>> {
  const probe = fastify();
  await probe.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // React sets style attributes on elements; no style sheet from elsewhere and no <style> element.
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Only ever over TLS, which a proxy in front adds; browsers ignore it on plain http.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  });
  probe.get('/', async () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  const own = ['content-type', 'content-length', 'date', 'connection'];
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      own.includes(name) || value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
