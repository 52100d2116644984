import { Readable } from 'node:stream';
import { type AlbumNotice, PictureId } from '@wellhouse/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import * as wire from '../wire-albums.ts';
import type { AlbumPictures } from './album-pictures.ts';
import type { Albums } from './albums.ts';
import { parse } from './parse.ts';
import type { SafetyClient } from './safety-client.ts';

export interface AlbumRouteDeps {
  albums: Albums;
  pictures: AlbumPictures;
  safety: Pick<SafetyClient, 'notice'>;
  clock: () => number;
  /** The account of a request. */
  session: (request: FastifyRequest) => string;
  /** For everything that reaches other people. */
  sender: (request: FastifyRequest) => string;
}

const AlbumPath = z.object({ albumId: wire.AlbumName });
const MemberPath = AlbumPath.extend({ accountId: z.string().max(255) });
const PicturePath = AlbumPath.extend({ pictureId: PictureId });
const noticeKeptMs = 15_000;

/** Shared albums. To whoever is not a member an album does not exist. */
export function registerAlbumRoutes(app: FastifyInstance, deps: AlbumRouteDeps): void {
  const { albums, pictures, session, sender } = deps;
  const notices = new Map<string, { notice: AlbumNotice; at: number }>();

  async function noticeFor(region: string): Promise<AlbumNotice> {
    const kept = notices.get(region);
    if (kept !== undefined && deps.clock() - kept.at < noticeKeptMs) return kept.notice;
    const notice = await deps.safety.notice(region);
    notices.set(region, { notice, at: deps.clock() });
    return notice;
  }

  app.put('/api/me/region', async (request, reply) => {
    albums.setRegion(session(request), parse(wire.ChooseRegion, request.body).region);
    return reply.code(204).send();
  });

  app.get('/api/album-notice', async (request) => ({ notice: await noticeFor(albums.regionOf(session(request))) }));

  app.get('/api/albums', async (request) => ({ albums: albums.list(session(request)) }));

  app.post('/api/albums', async (request, reply) => {
    const accountId = sender(request);
    const album = parse(wire.CreateAlbum, request.body);
    albums.create(accountId, album);
    return reply.code(201).send(albums.view(accountId, album.albumId));
  });

  app.get('/api/albums/:albumId', async (request) =>
    albums.view(session(request), parse(AlbumPath, request.params).albumId),
  );

  app.put('/api/albums/:albumId/members/:accountId', async (request, reply) => {
    const { albumId, accountId } = parse(MemberPath, request.params);
    albums.addMember(sender(request), albumId, accountId);
    return reply.code(204).send();
  });

  app.delete('/api/albums/:albumId/members/:accountId', async (request, reply) => {
    const { albumId, accountId } = parse(MemberPath, request.params);
    albums.removeMember(session(request), albumId, accountId);
    return reply.code(204).send();
  });

  app.put('/api/albums/:albumId/cover', async (request, reply) => {
    const { pictureId } = parse(wire.ChooseCover, request.body);
    albums.chooseCover(sender(request), parse(AlbumPath, request.params).albumId, pictureId);
    return reply.code(204).send();
  });

  app.put('/api/albums/:albumId/notice', async (request, reply) => {
    const { region } = parse(wire.ChooseRegion, request.body);
    albums.seeNotice(session(request), parse(AlbumPath, request.params).albumId, region);
    return reply.code(204).send();
  });

  app.post('/api/albums/:albumId/pictures', async (request, reply) => {
    const { albumId } = parse(AlbumPath, request.params);
    const answer = await pictures.add(sender(request), albumId, parse(wire.AddPicture, request.body));
    return reply.code(201).send(answer);
  });

  app.delete('/api/albums/:albumId/pictures/:pictureId', async (request, reply) => {
    const { albumId, pictureId } = parse(PicturePath, request.params);
    pictures.takeOut(session(request), albumId, pictureId);
    return reply.code(204).send();
  });

  // Nothing on the way keeps them: a picture that is held later is gone from then on.
  app.get('/api/albums/:albumId/pictures/:pictureId/bytes', async (request, reply) => {
    const { albumId, pictureId } = parse(PicturePath, request.params);
    const bytes = await pictures.bytes(session(request), albumId, pictureId);
    return reply
      .type('application/octet-stream')
      .header('cache-control', 'no-store')
      .send(Readable.fromWeb(bytes as Parameters<typeof Readable.fromWeb>[0]));
  });
}
