import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { curationRoutes } from './curation-routes.ts';
import { hashingRoutes } from './hashing-routes.ts';
import { HmaError } from './hma-error.ts';
import { type HmaRoute, serveHmaRoute, siteMapPath } from './hma-routes.ts';
import { createHmaTools, type HmaToolsOptions } from './hma-tools.ts';
import { createIndexStatus } from './index-status.ts';
import { matchingRoutes } from './matching-routes.ts';
import { refusals } from './refusals.ts';
import { sendHmaError } from './send-error.ts';
import { statusRoutes } from './status-routes.ts';

/**
 * Serves the paths of Meta's Hasher-Matcher-Actioner to whoever has switched from it (docs/hma.md): the same paths,
 * parameters and answers. Nothing is loaded before the first request.
 */
export function registerHma(app: FastifyInstance, deps: Deps, options: HmaToolsOptions = {}): void {
  const tools = createHmaTools(deps, options);
  const index = createIndexStatus(() => tools.known());
  app.addHook('onClose', () => tools.close());
  // In a scope of its own: forms are read here and nowhere else, and errors are written as Hasher-Matcher-Actioner's.
  app.register(async (scope) => {
    await scope.register(multipart);
    scope.setErrorHandler(sendHmaError);
    const routes: HmaRoute[] = [
      ...hashingRoutes(deps, tools),
      ...matchingRoutes(deps, tools, index),
      ...curationRoutes(deps, tools),
      ...statusRoutes(deps, index, () => siteMap),
      ...refusals.map(({ method, path, status, code, message }) => ({
        method,
        path,
        handler: () => {
          throw new HmaError(status, code, message);
        },
      })),
    ];
    const siteMap = [...new Set(routes.map(({ path }) => siteMapPath(path)))].sort();
    for (const route of routes) serveHmaRoute(scope, route);
  });
}
