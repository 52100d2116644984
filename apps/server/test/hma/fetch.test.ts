import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { drawFile } from './support/draw-photo.ts';
import { type HmaServer, startHmaServer } from './support/hma-server.ts';

const limits = { photoBytes: 200_000, videoBytes: 300_000, fetchSeconds: 1 };
const film = Buffer.from('film');

interface Site {
  readonly origin: string;
  readonly asked: IncomingMessage[];
  close(): void;
}

let photo: Buffer;
let media: Site;
let inside: Site;
let server: HmaServer;
let none: HmaServer;

before(async () => {
  photo = await drawFile({ seed: 2, width: 256, height: 256 });
  inside = await startSite((_request, response) => response.end('a secret'));
  media = await startSite(answer);
  server = await startHmaServer({
    limits,
    environment: { WELLHOUSE_HMA_ORIGINS: `https://media.example, ${media.origin}` },
  });
  none = await startHmaServer({ limits });
});
after(async () => {
  await server.close();
  await none.close();
  media.close();
  inside.close();
});
beforeEach(() => {
  media.asked.length = 0;
  inside.asked.length = 0;
});

function answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const type = (text: string) => response.setHeader('content-type', text);
  switch (new URL(url, 'http://x').pathname) {
    case '/photo.png':
      type('image/png');
      return void response.end(photo);
    case '/film.mp4':
      type('video/mp4');
      return void response.end(film);
    case '/bytes':
      type('application/octet-stream');
      return void response.end(photo);
    case '/moved':
      return void response.writeHead(302, { location: `${inside.origin}/admin` }).end();
    case '/announced':
      type('image/png');
      response.setHeader('content-length', '999999999');
      return void response.write('x');
    case '/endless': {
      type('image/png');
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', more);
      more();
      return;
    }
    case '/packed':
      type('image/png');
      response.setHeader('content-encoding', 'gzip');
      return void response.end(photo);
    case '/slow':
      type('image/png');
      return void response.write(photo.subarray(0, 100));
    case '/never':
      return;
    default:
      response.writeHead(404).end('not here');
  }
}

const hash = (url: string, more = '') => server.get(`/h/hash?url=${encodeURIComponent(url)}${more}`);

test('a photo and a video of a listed origin are fetched and hashed; no credentials go along', async () => {
  const uploaded = await server.upload('/h/hash', { photo });
  assert.deepEqual(await hash(`${media.origin}/photo.png?w=1`), uploaded);
  assert.deepEqual(media.asked[0]?.url, '/photo.png?w=1');
  const { authorization, cookie } = media.asked[0]?.headers ?? {};
  assert.deepEqual([authorization, cookie], [undefined, undefined]);
  const md5 = createHash('md5').update(film).digest('hex');
  assert.deepEqual((await hash(`${media.origin}/film.mp4`)).body, { video_md5: md5 });
});

test('content_type says what an answer is that does not say it itself', async () => {
  const { status, body } = await hash(`${media.origin}/bytes`);
  assert.equal(status, 400);
  assert.match(body.message, /^unsupported url ContentType: 'application\/octet-stream'/);
  assert.equal((await hash(`${media.origin}/bytes`, '&content_type=photo')).status, 200);
  const { body: other } = await hash(`${media.origin}/bytes`, '&content_type=text');
  assert.equal(other.message, "no such content_type: 'text'");
});

test('attack: addresses of any other origin are refused before anything is asked', async () => {
  const { port } = new URL(media.origin);
  for (const url of [
    `${inside.origin}/admin`,
    `http://localhost:${port}/photo.png`,
    `http://127.0.0.1.nip.example:${port}/photo.png`,
    `https://127.0.0.1:${port}/photo.png`,
    `http://user:password@127.0.0.1:${port}/photo.png`,
    `http://media.example@127.0.0.1:${new URL(inside.origin).port}/`,
    `http://127.0.0.1:${port}@${new URL(inside.origin).host}/`,
    'https://media.example.evil.example/a.png',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    `blob:${media.origin}/00000000-0000-0000-0000-000000000000`,
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    '//media.example/a.png',
    'photo.png',
  ]) {
    const { status, body } = await hash(url);
    assert.deepEqual([status, body.code], [400, 'url-not-allowed'], url);
  }
  assert.deepEqual([media.asked.length, inside.asked.length], [0, 0]);
});

test('attack: with no origin listed nothing is fetched, on any of the routes that take an address', async () => {
  await none.addList('open', '', { state: 'shadow' });
  const url = encodeURIComponent(`${media.origin}/photo.png`);
  for (const answered of [
    await none.get(`/h/hash?url=${url}`),
    await none.get(`/m/lookup?url=${url}`),
    await none.send('POST', `/c/bank/OPEN/content?url=${url}`),
  ]) {
    assert.deepEqual([answered.status, answered.body.code], [400, 'url-not-allowed']);
  }
  assert.equal(media.asked.length, 0);
});

test('attack: a redirect into the network of the server is not followed', async () => {
  const { status, body } = await hash(`${media.origin}/moved`);
  assert.deepEqual([status, body.code], [400, 'url-unreadable']);
  assert.match(body.message, /redirects are not followed/);
  assert.equal(inside.asked.length, 0);
});

test('attack: an answer without an end is left when there is too much of it', async () => {
  for (const path of ['/endless', '/announced']) {
    const { status, body } = await hash(`${media.origin}${path}`);
    assert.deepEqual([status, body.code], [413, 'too-large'], path);
  }
});

test('an address that does not answer, or not in time, is refused', async () => {
  for (const path of ['/missing', '/slow', '/never', '/packed']) {
    const { status, body } = await hash(`${media.origin}${path}`);
    assert.deepEqual([status, body.code], [400, 'url-unreadable'], path);
    assert.match(body.message, /^Failed to fetch URL: /, path);
  }
});

test('without an address the query is refused', async () => {
  const { status, body } = await server.get('/h/hash');
  assert.deepEqual([status, body.code], [422, 'invalid-request']);
  assert.match(body.message, /^url: /);
});

async function startSite(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Site> {
  const asked: IncomingMessage[] = [];
  const site: Server = createServer((request, response) => {
    asked.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close() {
      site.closeAllConnections();
      site.close();
    },
  };
}
