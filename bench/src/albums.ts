/**
 * How long a picture of a shared album is out of view: from sending its last byte to being released, through one real
 * server that works off its jobs itself, on the embedded PostgreSQL with fsync on. Pictures of 2 MP, none of them known,
 * against an active list of 100,000 hashes: first one after the other, then all at once.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AlbumPicture, AlbumPictureAdded } from '@wellhouse/protocol';
import pg from 'pg';
import { startBenchServer } from './bench-server.ts';
import { percentile } from './percentile.ts';
import { photographs, writePictures } from './pictures/write-pictures.ts';

const hubId = 'bench.localhost';
const oneByOne = 40;
const atOnce = 60;
const entries = 100_000;
/** Between two looks whether a picture is released: what its time may be too long by. Of many at once, few looks. */
const lookMs = { single: 4, many: 100 };

export async function runAlbumsBench(): Promise<Record<string, number>> {
  const state = await mkdtemp(join(tmpdir(), 'wh-bench-'));
  const apiSecret = randomBytes(32).toString('base64url');
  const server = await startBenchServer({ state, hubs: [{ hubId, apiSecret }], work: true });
  try {
    await addList(server.connectionString);
    console.error('albums: writing pictures of 2 MP');
    const files = await Promise.all(
      (await writePictures(state, '2mp', 12, photographs())).map((file) => readFile(file)),
    );
    // The same picture with another end is another file, and no cache knows it.
    const picture = (n: number) => Buffer.concat([files[n % files.length] ?? Buffer.alloc(0), randomBytes(8)]);
    const hub = createHub(server.url, apiSecret);
    console.error('albums: warming up');
    for (let n = 0; n < 4; n++) await hub.share(picture(n));
    const times: number[] = [];
    for (let n = 0; n < oneByOne; n++) {
      if (n % 10 === 0) console.error(`albums: ${n} of ${oneByOne} pictures, one after the other`);
      times.push(await hub.share(picture(n)));
    }
    console.error(`albums: ${atOnce} pictures at once`);
    const begun = await Promise.all(Array.from({ length: atOnce }, (_, n) => hub.begin(picture(n))));
    const from = performance.now();
    await Promise.all(begun.map((upload) => upload.end(lookMs.many)));
    const seconds = (performance.now() - from) / 1000;
    return {
      p50_ms: Math.round(percentile(times, 0.5)),
      p95_ms: Math.round(percentile(times, 0.95)),
      pictures_s: Math.round((atOnce / seconds) * 10) / 10,
      entries,
    };
  } finally {
    await server.stop();
    await rm(state, { recursive: true, force: true });
  }
}

/** A list in force, of hashes by chance; two people and an import are not what is measured. */
async function addList(connectionString: string): Promise<void> {
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  await admin.query(
    `insert into list (list_id, kind, source, state, title, purpose, agreement, category, legal_basis, surfaces, radius,
        quality_floor, minimum_sources, flood_limit, version, counts, created_at)
      values ('bench', 'known', 'file', 'active', 'Bench', 'to measure', 'none', 'other.other', '{"GB": "to measure"}',
        '{shared-album}', 31, 50, 1, 1000, 2, $1, now())`,
    [JSON.stringify({ live: entries, quarantined: 0, excluded: 0, withdrawn: 0, notMatchable: 0 })],
  );
  await admin.query(
    `insert into list_entry (list_id, source_id, kind, digest, value, media, contributors, status, version, added_at)
      select 'bench', n::text, 'pdq', substring(value for 16), value, 'image', '{bench}', 'live', 2, now()
      from (select n, sha256(int8send(n)) as value from generate_series(1, $1::bigint) n) hashes`,
    [entries],
  );
  await admin.end();
}

function createHub(url: string, apiSecret: string) {
  const headers = { authorization: `Bearer ${apiSecret}` };
  const pictures = `${url}/v1/hubs/${hubId}/album-pictures`;

  async function append(path: string, token: string, offset: number, bytes: Buffer, isLast: boolean): Promise<void> {
    const response = await fetch(`${url}${path}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/partial-upload',
        'upload-offset': String(offset),
        'upload-complete': isLast ? '?1' : '?0',
      },
      body: new Uint8Array(bytes),
    });
    if (response.status !== 204) throw new Error(`append: ${response.status} ${await response.text()}`);
  }

  async function begin(bytes: Buffer): Promise<{ end(lookEveryMs: number): Promise<number> }> {
    const pictureId = randomUUID();
    const response = await fetch(pictures, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ pictureId, albumId: 'album', accountId: 'somebody', region: 'GB', size: bytes.length, sha256: null },
        source: { form: 'upload' },
      }),
    });
    const { upload } = AlbumPictureAdded.parse(await response.json());
    if (upload === null) throw new Error('expected an upload');
    const last = bytes.length - 1_000;
    await append(upload.path, upload.token, 0, bytes.subarray(0, last), false);
    return {
      async end(lookEveryMs) {
        const from = performance.now();
        await append(upload.path, upload.token, last, bytes.subarray(last), true);
        for (;;) {
          const { state } = AlbumPicture.parse(await (await fetch(`${pictures}/${pictureId}`, { headers })).json());
          if (state === 'released') return performance.now() - from;
          if (state !== 'checking') throw new Error(`expected a picture that is released, got ${state}`);
          await sleep(lookEveryMs);
        }
      },
    };
  }

  return { begin, share: async (bytes: Buffer) => (await begin(bytes)).end(lookMs.single) };
}
