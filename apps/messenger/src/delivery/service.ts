import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import websocket from '@fastify/websocket';
import type { HubKey } from '@wellhouse/franking';
import { createHub, type Hub, type RetiredHubKeyJson } from '@wellhouse/hub';
import fastify, { type FastifyInstance } from 'fastify';
import { limits } from '../wire.ts';
import { createAccounts } from './accounts.ts';
import { createAlbumPictures } from './album-pictures.ts';
import { createAlbums } from './albums.ts';
import { createBlobs } from './blobs.ts';
import { openDatabase } from './database.ts';
import { createEnforcement } from './enforcement.ts';
import { createEvents } from './events.ts';
import { createFamily } from './family.ts';
import { createGroups } from './groups.ts';
import { keepLooking } from './keep-looking.ts';
import { createKeyPackages } from './key-packages.ts';
import { registerLive } from './live.ts';
import { createMessages, sequenceStore } from './messages.ts';
import { DeliveryProblem } from './problems.ts';
import { registerRoutes } from './routes.ts';
import { createSafetyClient } from './safety-client.ts';
import { createStandings } from './standing.ts';
import { registerWebApp, securityHeaders } from './web-app.ts';

export interface DeliveryServiceOptions {
  hubId: string;
  apiSecret: string;
  webhookSecret: string;
  /** Where the safety server is; named to the page and allowed by its content security policy. */
  safetyUrl: string;
  stateDirectory: string;
  /** The stamp keys to start with; `hub.replaceKeys` changes them without a restart. */
  hubKeys: readonly HubKey[];
  /** The public document of retired keys, asked for anew each time; none if left out. */
  retiredHubKeys?: () => RetiredHubKeyJson[];
  /** Folder of the built page, or null to serve none. */
  webRoot: string | null;
  suggestedNames: string[];
  /** Years of those of them who are under 18. */
  ages?: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  clock: () => number;
  log?: boolean;
}

/** How long ciphertext waits for a device, and how long a repeated webhook is known as such. */
const keepDays = 30;
const dayMs = 24 * 3_600_000;
const tidyMs = 3_600_000;
const lookMs = 1_000;

function asProblem(error: unknown): DeliveryProblem {
  if (error instanceof DeliveryProblem) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  const detail = error instanceof Error ? error.message : 'unknown error';
  if (status === 413) return new DeliveryProblem('too-large', detail);
  if (status === 415) return new DeliveryProblem('unsupported-media-type', detail);
  if (typeof status === 'number' && status < 500) return new DeliveryProblem('invalid-request', detail);
  return new DeliveryProblem('internal', 'see the log of the delivery service');
}

/**
 * A delivery service for MLS groups (RFC 9750 §5): keeps key packages, orders commits, numbers and stamps messages,
 * keeps ciphertext until devices fetched it, and does what the safety server decides. Of conversations it never sees plaintext;
 * what people put into shared albums goes to the safety server, and from there, once released, through here to the members.
 *
 * @returns a fastify app, ready to `listen` or `inject` (`close()` also closes the store), and the hub inside
 */
export async function createDeliveryService(
  options: DeliveryServiceOptions,
): Promise<{ app: FastifyInstance; hub: Hub }> {
  const { clock, hubId } = options;
  await mkdir(options.stateDirectory, { recursive: true, mode: 0o700 });
  const database = openDatabase(join(options.stateDirectory, 'delivery.sqlite'));
  const events = createEvents(database, clock);
  const accounts = createAccounts(database, hubId, clock);
  const groups = createGroups(database, events, clock);
  const standings = createStandings(database, clock);
  const safety = createSafetyClient(options);
  const albums = createAlbums(database, events, clock);
  const pictures = createAlbumPictures({ database, events, albums, safety, clock });
  const enforcement = createEnforcement({
    database,
    events,
    groups,
    standings,
    pictures,
    webhookSecret: options.webhookSecret,
    clock,
  });
  const hub = createHub({ hubId, keys: options.hubKeys, store: sequenceStore(database), clock });
  const messages = createMessages({ database, events, groups, hub });
  const blobs = await createBlobs(join(options.stateDirectory, 'blobs'), database);

  const app = fastify({
    logger: options.log === true ? { level: 'warn' } : false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  });
  const tidy = () => {
    const old = clock() - keepDays * dayMs;
    events.prune(old);
    database.run('DELETE FROM webhook WHERE received_at < ?', old);
    database.run('DELETE FROM session WHERE expires_at < ?', clock());
  };
  tidy();
  const tidying = setInterval(tidy, tidyMs);
  tidying.unref();
  const stopLooking = keepLooking(pictures.look, lookMs);
  app.addHook('onClose', async () => {
    clearInterval(tidying);
    await stopLooking();
    database.close();
  });
  const headers = securityHeaders(options.safetyUrl);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error).toJSON();
    if (problem.status >= 500) request.log.error(error);
    return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  });
  app.setNotFoundHandler(() => {
    throw new DeliveryProblem('not-found', 'there is no such address');
  });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  await app.register(websocket, { options: { maxPayload: 1024 } });
  await app.register(async (scope) => {
    registerRoutes(scope, {
      hubId,
      apiSecret: options.apiSecret,
      accounts,
      keyPackages: createKeyPackages(database, clock),
      groups,
      messages,
      events,
      standings,
      blobs,
      albums,
      family: createFamily(database, events, clock),
      ages: options.ages ?? {},
      pictures,
      safety,
      clock,
      retiredHubKeys: options.retiredHubKeys ?? (() => []),
    });
    registerLive(scope, { accounts, events });
  });
  await app.register(async (scope) => {
    // The signature covers the bytes as sent, so this scope does not parse JSON.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.post('/wellhouse/webhook', { bodyLimit: limits.mlsMessage * 4 }, async (request, reply) => {
      if (typeof request.body !== 'string')
        throw new DeliveryProblem('unsupported-media-type', 'send the event as JSON');
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers[name] = value;
      enforcement.receive(request.body, headers);
      return reply.code(204).send();
    });
  });
  await registerWebApp(app, options.webRoot, {
    hubId,
    safetyUrl: options.safetyUrl,
    suggestedNames: options.suggestedNames,
    ages: options.ages ?? {},
  });
  return { app, hub };
}
