import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { pauseMs } from '../enforcement/backoff.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import { JobRetry } from '../platform/jobs/job.ts';
import type { AlbumWork } from './album-work.ts';
import { AppendLost } from './append-chunk.ts';
import { type AppendLease, forgetKey, giveLeaseBack, takeFetchLease } from './append-lease.ts';
import { createHubGate } from './hub-gate.ts';
import { movePicture } from './move-picture.ts';
import { mayFetch } from './picture-origin.ts';
import { createPictureWriter, TooManyBytes } from './picture-writer.ts';

const Payload = z.strictObject({ pictureId: z.string() });

export interface FetchPictureOptions {
  readonly fetch?: typeof fetch;
  /** Until the answer begins, and between two pieces of it. Default 15 s. */
  readonly stallMs?: number;
  /** One try in all. Default 2 minutes. */
  readonly timeoutMs?: number;
}

/** Pictures that are fetched from one delivery service at a time, in one process. */
const mostOfHub = 6;
/** Before a job is put back because its delivery service is busy: so that a thousand of them do not chase one another. */
const putBackMs = 200;

/**
 * The job `fetch-picture`: takes a picture's bytes from the address that its delivery service gave, at the one origin that
 * the operator lists for it. No redirect is followed; the answer is bounded in time and by the announced size, whatever it
 * says of itself. A try that fails begins anew; after a day the upload is given up (give-up-uploads.ts).
 */
export function createFetchPicture(
  deps: Deps,
  work: Pick<AlbumWork, 'gate' | 'budget'>,
  options: FetchPictureOptions = {},
): JobHandler {
  const get = options.fetch ?? fetch;
  const stallMs = options.stallMs ?? 15_000;
  const timeoutMs = options.timeoutMs ?? 120_000;
  const gate = createHubGate(deps.clock, mostOfHub);

  return async (payload, context) => {
    const { pictureId } = Payload.parse(payload);
    const picture = await deps.database.kysely
      .selectFrom('album_picture')
      .select(['hub_id', 'url', 'state'])
      .where('picture_id', '=', pictureId)
      .executeTakeFirst();
    if (picture === undefined || picture.state !== 'receiving' || picture.url === null) return;
    const { hub_id: hubId, url } = picture;
    if (!mayFetch(deps.hubs.get(hubId), url)) {
      // The operator has taken the origin from the list since.
      await deps.database.transaction((tx) =>
        movePicture(deps, tx, { pictureId, to: 'refused', why: 'origin-not-listed' }),
      );
      return;
    }
    const wait = gate.enter(hubId);
    if (wait !== null) {
      await new Promise((resolve) => setTimeout(resolve, putBackMs));
      throw new JobRetry(spread(deps, wait), `fetch ${pictureId}: ${hubId} is busy or down`);
    }
    let answered = true;
    try {
      const lease = await takeFetchLease(deps, pictureId);
      if (lease === null) throw new JobRetry(5_000, `fetch ${pictureId}: another job is at it`);
      const failure = await attempt(lease, url, context.signal).finally(() =>
        // A lease that cannot be given back runs out.
        giveLeaseBack(deps, lease).catch(() => {}),
      );
      if (failure === null) return;
      answered = failure.answered;
      throw new JobRetry(pauseMs(context.attempt), `fetch ${pictureId}: ${failure.reason}`);
    } finally {
      gate.leave(hubId, answered);
    }
  };

  /** Null when the picture has moved on, checked or refused. */
  async function attempt(
    lease: AppendLease,
    url: string,
    signal: AbortSignal,
  ): Promise<{ answered: boolean; reason: string } | null> {
    const writer = createPictureWriter(deps, work, lease);
    const patience = createPatience(stallMs, timeoutMs, signal);
    try {
      const response = await get(url, {
        redirect: 'manual',
        // What is announced is the size of the bytes themselves.
        headers: { 'user-agent': 'wellhouse', 'accept-encoding': 'identity' },
        signal: patience.signal,
      });
      if (response.status !== 200 || response.body === null) {
        await response.body?.cancel();
        return { answered: response.status < 500, reason: `answered ${response.status}` };
      }
      for await (const piece of response.body) {
        patience.pause();
        await writer.add(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
        patience.renew();
      }
      patience.pause();
      if ((await writer.finish()) === 'incomplete') await writer.refuse('size-mismatch');
      return null;
    } catch (error) {
      if (error instanceof TooManyBytes) {
        await writer.refuse('size-mismatch');
        return null;
      }
      // It was withdrawn or given up meanwhile.
      if (error instanceof AppendLost) return null;
      if (signal.aborted) throw error;
      if (patience.signal.aborted || isConnectionError(error)) return { answered: false, reason: reasonOf(error) };
      throw error;
    } finally {
      writer.discard();
      forgetKey(lease);
      patience.end();
    }
  }
}

/** Aborts when nothing comes for `stallMs`, when `timeoutMs` are over, and when `outer` says so. */
function createPatience(stallMs: number, timeoutMs: number, outer: AbortSignal) {
  const controller = new AbortController();
  const stop = () => controller.abort(new DOMException('no byte in time', 'TimeoutError'));
  let stall: NodeJS.Timeout | undefined = setTimeout(stop, stallMs);
  const whole = setTimeout(stop, timeoutMs);
  return {
    signal: AbortSignal.any([controller.signal, outer]),
    /** While it is us who make the other side wait. */
    pause: () => clearTimeout(stall),
    renew() {
      clearTimeout(stall);
      stall = setTimeout(stop, stallMs);
    },
    end() {
      clearTimeout(stall);
      clearTimeout(whole);
    },
  };
}

/** undici says `TypeError: fetch failed` or `terminated`, with the cause inside. */
function isConnectionError(error: unknown): boolean {
  return error instanceof TypeError;
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause ? `no connection (${String(cause.code)})` : 'no connection';
}

function spread(deps: Pick<Deps, 'random'>, ms: number): number {
  return Math.round(ms * (1 + deps.random(2).readUInt16BE() / 2 ** 16));
}
