import { albumLimits } from '@wellhouse/protocol';
import { toHex } from './bytes.ts';
import { type DeliveryApi, DeliveryRefusal } from './delivery-api.ts';
import type { Lock } from './locks.ts';
import { sendMissing, UploadError } from './resumable-upload.ts';
import type { DeviceStore, StoredUpload } from './store.ts';

export interface UploadProgress {
  /** Bytes that are with the safety server. */
  sent: number;
  /** There is no connection now; it goes on by itself. */
  waiting: boolean;
}

export interface AlbumUploads {
  /** Keeps the files and begins to send them, in this order. */
  add(albumId: string, files: readonly { name: string; bytes: Blob }[]): Promise<void>;
  list(albumId: string): Promise<StoredUpload[]>;
  /** Of uploads that this tab sends; the same object until something changes. */
  progress(): ReadonlyMap<string, UploadProgress>;
  subscribe(listener: () => void): () => void;
  /** Stops one and forgets its file. */
  drop(pictureId: string): Promise<void>;
  /** Goes on with what is there, at once; resolves when nothing is left to send. */
  run(): Promise<void>;
  close(): void;
}

export interface AlbumUploadsOptions {
  api: Pick<DeliveryApi, 'addAlbumPicture'>;
  store: DeviceStore;
  /** The bytes go straight there, never through the delivery service. */
  safetyUrl: string;
  fetch: typeof fetch;
  /** Held by the tab that sends, so that no file is sent twice at a time. */
  lock: Lock;
  clock: () => number;
  changed: () => void;
}

const together = 2;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

export function openAlbumUploads(options: AlbumUploadsOptions): AlbumUploads {
  const { api, store } = options;
  const listeners = new Set<() => void>();
  const stops = new Map<string, AbortController>();
  let shown: ReadonlyMap<string, UploadProgress> = new Map();
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;
  let wakers = new Set<() => void>();

  function show(pictureId: string, progress: UploadProgress | null): void {
    const next = new Map(shown);
    if (progress === null) next.delete(pictureId);
    else next.set(pictureId, progress);
    shown = next;
    for (const listener of listeners) listener();
  }

  const sentOf = (pictureId: string) => shown.get(pictureId)?.sent ?? 0;

  /** Until the time is over, or somebody says that there is news. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        wakers.delete(done);
        resolve();
      }
      wakers.add(done);
    });
  }
  function wake(): void {
    const waiting = wakers;
    wakers = new Set();
    for (const done of waiting) done();
  }

  async function put(upload: StoredUpload): Promise<void> {
    // One that was dropped meanwhile does not come back.
    if ((await store.get('albumUpload', upload.pictureId)) === undefined) return;
    await store.write([{ table: 'albumUpload', key: upload.pictureId, value: upload }]);
    options.changed();
  }

  async function tryOnce(upload: StoredUpload, signal: AbortSignal): Promise<void> {
    const { pictureId, albumId, bytes } = upload;
    if (bytes.size > albumLimits.bytes) throw new UploadError('refused', 'too-many-bytes');
    if (upload.sha256 === null) {
      const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer());
      upload.sha256 = toHex(new Uint8Array(digest));
      await put(upload);
    }
    const where = await api.addAlbumPicture(albumId, { pictureId, size: bytes.size, sha256: upload.sha256 });
    if (where === null || signal.aborted) return;
    await sendMissing({
      url: new URL(where.path, options.safetyUrl).href,
      token: where.token,
      bytes,
      fetch: options.fetch,
      signal,
      onProgress: (sent) => show(pictureId, { sent, waiting: false }),
    });
  }

  async function send(upload: StoredUpload): Promise<void> {
    const stop = new AbortController();
    stops.set(upload.pictureId, stop);
    show(upload.pictureId, { sent: 0, waiting: false });
    let pauseMs = firstPauseMs;
    while (!stop.signal.aborted) {
      const before = sentOf(upload.pictureId);
      try {
        await tryOnce(upload, stop.signal);
        if (!stop.signal.aborted) await put({ ...upload, sent: true });
        break;
      } catch (error) {
        const problem = refusalOf(error);
        if (problem !== null) {
          await put({ ...upload, problem });
          break;
        }
        const sent = sentOf(upload.pictureId);
        if (sent > before) pauseMs = firstPauseMs;
        show(upload.pictureId, { sent, waiting: true });
        await pause(pauseMs);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
    }
    stops.delete(upload.pictureId);
    show(upload.pictureId, null);
  }

  async function sendAll(): Promise<void> {
    const taken = new Set<string>();
    async function worker(): Promise<void> {
      while (!closed) {
        const uploads = (await store.list('albumUpload')).toSorted((a, b) => a.order - b.order);
        // Looked through and taken in one go: the other worker takes another one.
        const next = uploads.find((upload) => !upload.sent && upload.problem === null && !taken.has(upload.pictureId));
        if (next === undefined) return;
        taken.add(next.pictureId);
        await send(next);
      }
    }
    await Promise.all(Array.from({ length: together }, worker));
  }

  function run(): Promise<void> {
    wake();
    again = true;
    if (running !== null || closed) return running ?? Promise.resolve();
    running = options
      .lock(async () => {
        while (again && !closed) {
          again = false;
          await sendAll();
        }
      })
      .finally(() => {
        running = null;
      });
    return running;
  }

  return {
    run,
    progress: () => shown,
    async add(albumId, files) {
      const now = options.clock();
      await store.write(
        files.map(({ name, bytes }, index) => {
          const pictureId = crypto.randomUUID();
          const order = now + index / (files.length + 1);
          const value = { pictureId, albumId, name, bytes, order, sha256: null, sent: false, problem: null };
          return { table: 'albumUpload', key: pictureId, value };
        }),
      );
      options.changed();
      void run().catch(() => {});
    },
    list: async (albumId) =>
      (await store.list('albumUpload'))
        .filter((upload) => upload.albumId === albumId)
        .toSorted((a, b) => a.order - b.order),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async drop(pictureId) {
      await store.write([{ table: 'albumUpload', key: pictureId, value: null }]);
      stops.get(pictureId)?.abort();
      wake();
      options.changed();
    },
    close() {
      closed = true;
      for (const stop of stops.values()) stop.abort();
      wake();
    },
  };
}

/** The code of an answer that another try would not change; null: try again. */
function refusalOf(error: unknown): string | null {
  if (error instanceof UploadError) return error.kind === 'refused' ? error.code : null;
  if (error instanceof DeliveryRefusal) return error.code === 'rate-limited' ? null : error.code;
  return null;
}
