import type { AgeBand, FamilyChange } from '@wellhouse/client';
import type { AlbumNotice } from '@wellhouse/protocol';
import type { z } from 'zod';
import * as wire from '../wire.ts';
import * as albums from '../wire-albums.ts';

/** The delivery service said no, and why. */
export class DeliveryRefusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly standing: wire.Standing | undefined;

  constructor(problem: wire.Problem) {
    super(problem.detail);
    this.name = 'DeliveryRefusal';
    this.code = problem.code;
    this.status = problem.status;
    this.standing = problem.standing;
  }
}

/** The delivery service cannot be reached now. Nothing is lost; try again. */
export class DeliveryUnreachable extends Error {
  constructor(cause: unknown) {
    super('cannot reach the delivery service', { cause });
    this.name = 'DeliveryUnreachable';
  }
}

export type DeliveryApi = ReturnType<typeof createDeliveryApi>;

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  json?: unknown;
  bytes?: Uint8Array;
}

/**
 * The delivery service's API with every answer checked.
 *
 * @param baseUrl address of the service without a path, or '' for the page's own
 * @throws {DeliveryRefusal | DeliveryUnreachable} from every method
 */
export function createDeliveryApi(options: { baseUrl: string; fetch: typeof fetch; token?: () => string }) {
  async function call(path: string, { method = 'GET', json, bytes }: Call = {}): Promise<Response> {
    const headers = new Headers();
    if (options.token) headers.set('authorization', `Bearer ${options.token()}`);
    if (json !== undefined) headers.set('content-type', 'application/json');
    if (bytes !== undefined) headers.set('content-type', 'application/octet-stream');
    let response: Response;
    try {
      const body = bytes !== undefined ? Uint8Array.from(bytes) : json !== undefined ? JSON.stringify(json) : null;
      response = await options.fetch(`${options.baseUrl}${path}`, { method, headers, body });
    } catch (error) {
      throw new DeliveryUnreachable(error);
    }
    if (response.ok) return response;
    const problem = wire.Problem.safeParse(await response.json().catch(() => null));
    if (!problem.success || response.status >= 500) throw new DeliveryUnreachable(`status ${response.status}`);
    throw new DeliveryRefusal(problem.data);
  }

  async function ask<T extends z.ZodType>(type: T, path: string, init?: Call): Promise<z.infer<T>> {
    return type.parse(await (await call(path, init)).json());
  }

  const group = (groupId: string) => `/api/groups/${groupId}`;
  const album = (albumId: string) => `/api/albums/${albumId}`;
  const account = (accountId: string) => `/api/accounts/${encodeURIComponent(accountId)}`;
  return {
    signIn: (name: string) => ask(wire.SignedIn, '/api/sign-in', { method: 'POST', json: { name } }),
    me: () => ask(wire.OwnAccount, '/api/me'),
    accounts: async () => (await ask(wire.AccountList, '/api/accounts')).accounts,
    account: (accountId: string) => ask(wire.Account, account(accountId)),
    publishKeyPackages: (body: z.infer<typeof wire.PublishKeyPackages>) =>
      ask(wire.KeyPackagesLeft, '/api/key-packages', { method: 'PUT', json: body }),
    claimKeyPackage: async (accountId: string) =>
      (await ask(wire.ClaimedKeyPackage, `${account(accountId)}/key-package`, { method: 'POST', json: {} })).keyPackage,
    createGroup: (groupId: string) => ask(wire.EpochNow, '/api/groups', { method: 'POST', json: { groupId } }),
    submitCommits: (groupId: string, body: z.infer<typeof wire.SubmitCommits>) =>
      ask(wire.EpochNow, `${group(groupId)}/commits`, { method: 'POST', json: body }),
    submitMessage: (groupId: string, message: string) =>
      ask(wire.Accepted, `${group(groupId)}/messages`, { method: 'POST', json: { message } }),
    async leave(groupId: string) {
      await call(`${group(groupId)}/leave`, { method: 'POST', json: {} });
    },
    events: (after: number) => ask(wire.EventPage, `/api/events?after=${after}`),
    /** For the people of a group, and nobody else. */
    async putBlob(sha256: string, groupId: string, bytes: Uint8Array) {
      await call(`/api/blobs/${sha256}?group=${groupId}`, { method: 'PUT', bytes });
    },
    async blob(sha256: string): Promise<Uint8Array> {
      return new Uint8Array(await (await call(`/api/blobs/${sha256}`)).arrayBuffer());
    },
    async chooseRegion(region: string) {
      await call('/api/me/region', { method: 'PUT', json: { region } });
    },
    async chooseAge(band: AgeBand) {
      await call('/api/me/age', { method: 'PUT', json: { band } });
    },
    async askFamily(guardian: string) {
      await call('/api/family', { method: 'POST', json: { guardian } });
    },
    async changeFamily(linkId: string, change: FamilyChange) {
      await call(`/api/family/${linkId}`, { method: 'POST', json: change });
    },
    albumNotice: async (): Promise<AlbumNotice> => (await ask(albums.AlbumNoticeNow, '/api/album-notice')).notice,
    albums: async () => (await ask(albums.AlbumList, '/api/albums')).albums,
    album: (albumId: string) => ask(albums.Album, album(albumId)),
    createAlbum: (body: z.infer<typeof albums.CreateAlbum>) =>
      ask(albums.Album, '/api/albums', { method: 'POST', json: body }),
    async addAlbumMember(albumId: string, accountId: string) {
      await call(`${album(albumId)}/members/${encodeURIComponent(accountId)}`, { method: 'PUT', json: {} });
    },
    async removeAlbumMember(albumId: string, accountId: string) {
      await call(`${album(albumId)}/members/${encodeURIComponent(accountId)}`, { method: 'DELETE' });
    },
    async chooseCover(albumId: string, pictureId: string | null) {
      await call(`${album(albumId)}/cover`, { method: 'PUT', json: { pictureId } });
    },
    async seeAlbumNotice(albumId: string, region: string) {
      await call(`${album(albumId)}/notice`, { method: 'PUT', json: { region } });
    },
    addAlbumPicture: async (albumId: string, body: { pictureId: string; size: number; sha256: string }) =>
      (await ask(albums.PictureUpload, `${album(albumId)}/pictures`, { method: 'POST', json: body })).upload,
    async takeOutAlbumPicture(albumId: string, pictureId: string) {
      await call(`${album(albumId)}/pictures/${pictureId}`, { method: 'DELETE' });
    },
    async albumPicture(albumId: string, pictureId: string): Promise<Uint8Array> {
      return new Uint8Array(await (await call(`${album(albumId)}/pictures/${pictureId}/bytes`)).arrayBuffer());
    },
    reporterToken: async (groups: readonly string[]) =>
      (await ask(wire.ReporterToken, '/api/reporter-token', { method: 'POST', json: { groups } })).token,
  };
}
