import type { IncomingMessage, ServerResponse } from 'node:http';
import { AddAlbumPicture, type AlbumNotice, type AlbumPicture, type AlbumPictureEvent } from '@wellhouse/protocol';

type State = AlbumPicture['state'];
type Notice = AlbumPictureEvent['data']['notice'];

interface Kept {
  picture: AlbumPicture;
  body: string;
  token: string;
  bytes: Buffer;
  notice: Notice;
}

/** What stands in for the safety server's albums, and what a test can make of it. */
export interface AlbumStandIn {
  /** Answers what belongs to albums. @returns false: it is something else */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  pictures: Map<string, Kept>;
  /** What becomes of a picture once its bytes are there. */
  judge: (bytes: Buffer) => { state: State; why?: string };
  /** A person's answer, or a list that changed. Tells the hub. */
  move(pictureId: string, state: State, options?: { why?: string; notice?: Notice }): Promise<void>;
  /** How many requests came, by `METHOD first-part-of-path`. */
  calls: Map<string, number>;
  faults: {
    /** No answer to anything. */
    down: boolean;
    /** The hub is not told. */
    mute: boolean;
    /** So many of the next pieces lose their connection when half of their bytes are kept. */
    cutPieces: number;
    /** So many of the next pieces are kept, and the answer is lost. */
    loseAnswers: number;
    /** An announcement is kept, and the answer is lost. */
    loseAnnouncements: number;
    /** So many of the next pieces are refused because another request sends. */
    busy: number;
    /** Milliseconds before a piece is taken. */
    slowMs: number;
  };
}

const lists: AlbumNotice['lists'] = [
  {
    listId: '6f9619ff-8b86-4011-b42d-00c04fc964f1' as AlbumNotice['lists'][number]['listId'],
    title: 'Drill',
    purpose: 'Harmless marked pictures, for rehearsals',
    onTrial: false,
  },
  {
    listId: '6f9619ff-8b86-4011-b42d-00c04fc964f2' as AlbumNotice['lists'][number]['listId'],
    title: 'A list that was just added',
    purpose: 'To see whether it holds what it says',
    onTrial: true,
  },
];

function noticeOf(region: string): AlbumNotice {
  const checked = region !== 'DE';
  return {
    region,
    checked,
    why: checked ? null : 'Regulation (EU) 2021/1232 ended on 3 April 2026.',
    lists: checked ? lists : [],
    readers: 'the safety team of this installation',
    appeals: 'Write to appeals@messenger.localhost within six months.',
  };
}

/** Text is no picture; bytes that name the drill are held; everything else is shown. */
function judgeByBytes(bytes: Buffer): { state: State; why?: string } {
  if (bytes.includes('DRILL')) return { state: 'held' };
  const isPicture = bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  return isPicture ? { state: 'released' } : { state: 'refused', why: 'unknown-format' };
}

export function createAlbumStandIn(options: {
  hubId: string;
  apiSecret: string;
  tell: (event: AlbumPictureEvent) => Promise<unknown>;
}): AlbumStandIn {
  const pictures = new Map<string, Kept>();

  async function tell(kept: Kept): Promise<void> {
    if (standIn.faults.mute) return;
    await options.tell({
      type: 'album-picture.changed',
      timestamp: new Date().toISOString(),
      data: { hubId: options.hubId, picture: { ...kept.picture }, notice: kept.notice },
    });
  }

  function settle(kept: Kept, state: State, why: string | null = null, notice: Notice = null): Promise<void> {
    const checked = state === 'receiving' || state === 'checking' ? null : true;
    kept.picture = { ...kept.picture, state, why, checked, version: kept.picture.version + 1 };
    kept.notice = notice;
    return state === 'checking' ? Promise.resolve() : tell(kept);
  }

  async function receive(kept: Kept, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults } = standIn;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const piece = Buffer.concat(chunks);
    if (faults.slowMs > 0) await new Promise((done) => setTimeout(done, faults.slowMs));
    if (faults.busy > 0) {
      faults.busy -= 1;
      return refuse(response, 409, 'upload-busy');
    }
    if (kept.picture.state !== 'receiving') return refuse(response, 409, 'upload-closed');
    const offset = Number(request.headers['upload-offset']);
    if (offset !== kept.bytes.length) return refuse(response, 409, 'upload-offset');
    const cut = faults.cutPieces > 0;
    if (cut) faults.cutPieces -= 1;
    kept.bytes = Buffer.concat([kept.bytes, cut ? piece.subarray(0, Math.floor(piece.length / 2)) : piece]);
    kept.picture = { ...kept.picture, received: kept.bytes.length };
    if (cut) return void request.socket.destroy();
    const complete = request.headers['upload-complete'] === '?1';
    if (complete) {
      await settle(kept, 'checking');
      setTimeout(() => {
        if (kept.picture.state !== 'checking') return;
        const { state, why } = standIn.judge(kept.bytes);
        void settle(kept, state, why ?? null);
      }, 30);
    }
    if (faults.loseAnswers > 0) {
      faults.loseAnswers -= 1;
      return void request.socket.destroy();
    }
    response.writeHead(204, { ...cors, 'upload-offset': String(kept.bytes.length) }).end();
  }

  async function announce(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const announced = AddAlbumPicture.parse(JSON.parse(body));
    const { pictureId, albumId, accountId, size } = announced;
    const known = pictures.get(pictureId);
    if (known !== undefined && known.body !== body) return refuse(response, 422, 'picture-exists');
    const kept: Kept = known ?? {
      picture: {
        ...{ pictureId, albumId, accountId, size, received: 0, state: 'receiving', version: 1 },
        ...{ why: null, checked: null, addedAt: new Date().toISOString() },
      },
      body,
      token: `token-of-${pictureId}`,
      bytes: Buffer.alloc(0),
      notice: null,
    };
    pictures.set(pictureId, kept);
    if (standIn.faults.loseAnnouncements > 0) {
      standIn.faults.loseAnnouncements -= 1;
      return void request.socket.destroy();
    }
    json(response, 201, {
      picture: kept.picture,
      upload: { path: `/v1/album-uploads/${pictureId}`, token: kept.token },
    });
  }

  async function upload(kept: Kept | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (kept === undefined || request.headers.authorization !== `Bearer ${kept.token}`) {
      return refuse(response, 401, 'unauthenticated');
    }
    if (request.method === 'PATCH') return receive(kept, request, response);
    const complete = kept.picture.state === 'receiving' ? '?0' : '?1';
    response.writeHead(204, { ...cors, 'upload-offset': String(kept.bytes.length), 'upload-complete': complete }).end();
  }

  async function ofHub(path: string[], request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== `Bearer ${options.apiSecret}`)
      return refuse(response, 401, 'unauthenticated');
    const [pictureId, bytes] = path;
    if (pictureId === undefined) return announce(request, response);
    const kept = pictures.get(pictureId);
    if (kept === undefined) return refuse(response, 404, 'not-found');
    if (request.method === 'DELETE') {
      if (kept.picture.state === 'removed') return refuse(response, 409, 'picture-answered');
      void settle(kept, 'withdrawn');
      response.writeHead(204).end();
    } else if (bytes === undefined) json(response, 200, kept.picture);
    else if (kept.picture.state !== 'released') refuse(response, 409, 'picture-not-released');
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(kept.bytes);
  }

  const standIn: AlbumStandIn = {
    pictures,
    judge: judgeByBytes,
    calls: new Map(),
    faults: { down: false, mute: false, cutPieces: 0, loseAnswers: 0, loseAnnouncements: 0, busy: 0, slowMs: 0 },
    async move(pictureId, state, { why, notice } = {}) {
      const kept = pictures.get(pictureId);
      if (kept === undefined) throw new Error(`no picture ${pictureId}`);
      await settle(kept, state, why ?? null, notice ?? null);
    },
    handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const [, , first = '', ...rest] = url.pathname.split('/');
      if (!['album-uploads', 'album-notice', 'hubs'].includes(first)) return false;
      if (standIn.faults.down) {
        request.socket.destroy();
        return true;
      }
      if (request.method === 'OPTIONS') {
        response.writeHead(204, { ...cors, 'access-control-allow-methods': 'GET, HEAD, PATCH' }).end();
        return true;
      }
      const name = `${request.method} ${first}`;
      standIn.calls.set(name, (standIn.calls.get(name) ?? 0) + 1);
      if (first === 'album-notice') json(response, 200, noticeOf(url.searchParams.get('region') ?? ''));
      else if (first === 'album-uploads') void upload(pictures.get(rest[0] ?? ''), request, response);
      else void ofHub(rest.slice(2), request, response);
      return true;
    },
  };
  return standIn;
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, upload-offset, upload-complete',
  'access-control-expose-headers': 'upload-offset, upload-complete',
};

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...cors, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  json(response, status, { type: `https://wellhouse.dev/problems/${code}`, title: code, status, code, detail: code });
}
