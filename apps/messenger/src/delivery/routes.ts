import { bandOfAge } from '@wellhouse/client';
import { createReporterToken, type RetiredHubKeyJson } from '@wellhouse/hub';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import * as wire from '../wire.ts';
import type { Accounts } from './accounts.ts';
import type { AlbumPictures } from './album-pictures.ts';
import { registerAlbumRoutes } from './album-routes.ts';
import type { Albums } from './albums.ts';
import { type Blobs, noSuchPicture } from './blobs.ts';
import type { Events } from './events.ts';
import type { Family } from './family.ts';
import { registerFamilyRoutes } from './family-routes.ts';
import type { Groups } from './groups.ts';
import type { KeyPackages } from './key-packages.ts';
import type { Messages } from './messages.ts';
import { parse } from './parse.ts';
import { DeliveryProblem } from './problems.ts';
import { createRateLimit } from './rate-limit.ts';
import type { SafetyClient } from './safety-client.ts';
import type { Standings } from './standing.ts';

export interface RouteDeps {
  hubId: string;
  apiSecret: string;
  accounts: Accounts;
  keyPackages: KeyPackages;
  groups: Groups;
  messages: Messages;
  events: Events;
  standings: Standings;
  blobs: Blobs;
  albums: Albums;
  family: Family;
  pictures: AlbumPictures;
  safety: SafetyClient;
  clock: () => number;
  /** Years, by the names of people that the sample suggests. */
  ages: Readonly<Record<string, number>>;
  retiredHubKeys: () => RetiredHubKeyJson[];
}

const bytes = (text: string) => Buffer.from(text, 'base64url');
const AccountPath = z.object({ accountId: z.string().max(255) });
const GroupPath = z.object({ groupId: wire.GroupName });
const BlobPath = z.object({ sha256: wire.BlobName });
const BlobGroup = z.object({ group: wire.GroupName });
const Cursor = z.object({ after: z.coerce.number().int().min(0).default(0) });

export function bearerOf(request: FastifyRequest): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) {
    throw new DeliveryProblem('unauthenticated', 'send the session token as a bearer token');
  }
  return token;
}

/** The messenger's own API. Everything but signing in asks for a session; the sender is always the session's account. */
export function registerRoutes(app: FastifyInstance, deps: RouteDeps): void {
  const { accounts, keyPackages, groups, messages, events, standings, blobs } = deps;
  const limitSignIns = createRateLimit(60, 60_000, deps.clock);
  const limitSends = createRateLimit(wire.limits.messagesPerMinute, 60_000, deps.clock);
  const session = (request: FastifyRequest) => accounts.authenticate(bearerOf(request));
  /** For everything that reaches other people. */
  const sender = (request: FastifyRequest) => {
    const accountId = session(request);
    standings.requireGood(accountId);
    limitSends(accountId);
    return accountId;
  };
  const present = (accountId: string) => {
    const account = accounts.find(accountId);
    if (account === undefined) throw new DeliveryProblem('not-found', `there is no account ${accountId}`);
    return account;
  };

  app.post('/api/sign-in', async (request) => {
    limitSignIns(request.ip);
    const { name } = parse(wire.SignIn, request.body);
    const signedIn = accounts.signIn(name);
    const age = deps.ages[name];
    if (age !== undefined) deps.family.beginWith(signedIn.accountId, bandOfAge(age));
    return signedIn;
  });

  // For everyone: with a key that stands here, anyone can have made the signature (docs/spec/franking.md §10.3).
  app.get('/api/retired-hub-keys', async () => ({ keys: deps.retiredHubKeys() }));

  app.get('/api/me', async (request) => {
    const accountId = session(request);
    return {
      account: present(accountId),
      standing: standings.of(accountId),
      notices: standings.notices(accountId),
      region: deps.albums.regionOf(accountId),
      ageBand: deps.family.bandOf(accountId),
      family: deps.family.linksOf(accountId),
    };
  });

  app.get('/api/accounts', async (request) => {
    session(request);
    return { accounts: accounts.list() };
  });

  app.get('/api/accounts/:accountId', async (request) => {
    session(request);
    return present(parse(AccountPath, request.params).accountId);
  });

  app.put('/api/key-packages', { bodyLimit: 1024 * 1024 }, async (request) => {
    const accountId = session(request);
    const { signatureKey, keyPackages: offered } = parse(wire.PublishKeyPackages, request.body);
    return { left: keyPackages.publish(accountId, signatureKey, offered.map(bytes)) };
  });

  app.post('/api/accounts/:accountId/key-package', async (request) => {
    sender(request);
    const claimed = keyPackages.claim(parse(AccountPath, request.params).accountId);
    return { keyPackage: Buffer.from(claimed).toString('base64url') };
  });

  app.post('/api/groups', async (request, reply) => {
    const accountId = sender(request);
    standings.requireUnlimited(accountId);
    groups.create(accountId, parse(wire.CreateGroup, request.body).groupId);
    return reply.code(201).send({ epoch: '0' });
  });

  app.post('/api/groups/:groupId/commits', { bodyLimit: 1024 * 1024 }, async (request) => {
    const accountId = session(request);
    const submission = parse(wire.SubmitCommits, request.body);
    const { groupId } = parse(GroupPath, request.params);
    // A suspended person's device must still let go of whoever has left, but not bring people in or throw them out.
    const members = groups.members(groupId);
    const onlyLeavers = submission.added.length === 0 && !submission.removed.some((one) => members.includes(one));
    if (submission.added.length > 0) standings.requireUnlimited(accountId);
    else if (!onlyLeavers) standings.requireGood(accountId);
    limitSends(accountId);
    const epoch = groups.commit(accountId, groupId, submission);
    return { epoch: String(epoch) };
  });

  app.post('/api/groups/:groupId/messages', { bodyLimit: 128 * 1024 }, async (request) => {
    const accountId = sender(request);
    const { message } = parse(wire.SubmitMessage, request.body);
    return messages.accept(accountId, parse(GroupPath, request.params).groupId, bytes(message));
  });

  app.post('/api/groups/:groupId/leave', async (request, reply) => {
    groups.leave(session(request), parse(GroupPath, request.params).groupId);
    return reply.code(204).send();
  });

  app.get('/api/events', async (request) => {
    return events.after(session(request), parse(Cursor, request.query).after);
  });

  app.put('/api/blobs/:sha256', { bodyLimit: wire.limits.blob }, async (request, reply) => {
    const accountId = sender(request);
    const { group } = parse(BlobGroup, request.query);
    groups.requireMember(accountId, group);
    if (!Buffer.isBuffer(request.body)) {
      throw new DeliveryProblem('unsupported-media-type', 'send the ciphertext as application/octet-stream');
    }
    await blobs.put(parse(BlobPath, request.params).sha256, group, groups.members(group), request.body);
    return reply.code(204).send();
  });

  app.get('/api/blobs/:sha256', async (request, reply) => {
    const accountId = session(request);
    const { sha256 } = parse(BlobPath, request.params);
    // Whoever has a file's name and key from elsewhere does not get the file here, nor does who left before it came.
    const isIn = (group: string) => groups.members(group).includes(accountId);
    if (!blobs.wasThereFor(sha256, accountId) && !blobs.groupsOf(sha256).some(isIn)) throw noSuchPicture();
    const blob = await blobs.get(sha256);
    return (
      reply
        .type('application/octet-stream')
        // whoever signs in next in this browser has to ask for themselves
        .header('cache-control', 'no-store')
        .send(blob)
    );
  });

  // What Wellhouse needs of a messenger's server besides stamps and the webhook: who is it that reports, and is it true
  // that this person was in the groups of the reported messages when they were sent? Asked by name, so that being drawn into a hundred
  // other groups takes no group out of the token.
  app.post('/api/reporter-token', async (request) => {
    const accountId = session(request);
    const { groups: asked } = parse(wire.AskReporterToken, request.body);
    const token = createReporterToken({
      hubId: deps.hubId,
      apiSecret: deps.apiSecret,
      accountId,
      groups: groups.membershipsOf(accountId, asked),
      now: deps.clock(),
      ttlSeconds: 300,
    });
    return { token };
  });

  const { albums, pictures, safety, clock } = deps;
  registerFamilyRoutes(app, { family: deps.family, accounts, session, sender });
  registerAlbumRoutes(app, { albums, pictures, safety, clock, session, sender });
}
