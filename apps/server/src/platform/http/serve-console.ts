import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem-error.ts';

const config = { access: 'public' } as const;
const schema = { hide: true };

/**
 * Serves the built console at `/`. A page that the console's own router knows (any GET that accepts HTML, outside
 * `/v1`) gets index.html; a missing file is a 404.
 */
export async function registerConsole(app: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(join(directory, 'index.html'))) {
    app.get('/', { config, schema }, async () => {
      throw new ProblemError('not-found', 'The console is not built; the API stands under /v1.');
    });
    return;
  }
  await app.register(files, { root: directory, serve: false, dotfiles: 'deny', index: false });
  app.get('/*', { config, schema }, async (request, reply) => {
    const path = new URL(request.url, 'http://console').pathname;
    if (path.startsWith('/v1/') || path === '/v1') throw new ProblemError('not-found', 'There is no such operation.');
    const name = decodeURIComponent(path).slice(1);
    if (name.startsWith('assets/')) {
      // Their names hold a hash of their content.
      return reply.sendFile(name, { maxAge: '365d', immutable: true });
    }
    if (name !== '' && name !== 'index.html' && /\.[a-z0-9]+$/i.test(name))
      return reply.sendFile(name, { maxAge: '1h' });
    if (!(request.headers.accept ?? '').includes('text/html') && name !== '') throw new ProblemError('not-found');
    return reply
      .sendFile('index.html', { maxAge: 0, cacheControl: false, lastModified: false })
      .header('cache-control', 'no-cache');
  });
}
