import { setTimeout as sleep } from 'node:timers/promises';
import { isVideo } from '@wellhouse/fingerprint';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { checkRegion } from '../lists/check-region.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { type JobContext, type JobHandler, JobRetry, neverGiveUp } from '../platform/jobs/job.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import type { CheckTools } from './check-tools.ts';
import type { HeldPicture } from './hold-picture.ts';
import { type LookedUp, lookUpPicture } from './look-up-picture.ts';
import { readPictureBytes } from './picture-bytes.ts';
import { digestPicture } from './picture-digests.ts';
import { brokenPicture, type DecodedPicture, printPicture } from './picture-prints.ts';
import { type CheckedPicture, mostAttempts, releaseUnchecked, StepMissing, settleCheck } from './settle-check.ts';
import { showPicture } from './show-picture.ts';

const Payload = z.strictObject({ pictureId: z.string() });

type Tools = Pick<CheckTools, 'decoders'> & { readonly known: Pick<CheckTools['known'], 'findMany'> };

export interface CheckOptions {
  /** Looks again after so many milliseconds each, while a list is taken in; then the job is put off for a second. */
  readonly pausesMs?: readonly number[];
  /** Leave videos, which take long, to the job `check-video`. */
  readonly leavesVideos?: boolean;
}

const usualPausesMs = [0, 0, 20, 50, 100, 200, 400, 800, 1_000, 1_000, 1_000];

/**
 * The jobs `check-picture` and `check-video`: a picture that is all there is released, held or refused. Until then nobody
 * sees it. What is decided, what was counted and the end of the job are one commit.
 */
export function createCheckPicture(deps: Deps, tools: Tools, options: CheckOptions = {}): JobHandler {
  const { pausesMs = usualPausesMs, leavesVideos = false } = options;
  return async (payload, context) => {
    const { pictureId } = Payload.parse(payload);
    const picture = await deps.database.kysely
      .selectFrom('album_picture')
      .selectAll()
      .where('picture_id', '=', pictureId)
      .where('state', '=', 'checking')
      .executeTakeFirst();
    if (picture === undefined || (await leaveUnchecked(deps, picture, context))) return;
    const bytes = await readPictureBytes(deps, picture);
    if (leavesVideos && isVideo(bytes)) return leaveVideo(deps, pictureId, context);
    await new Check(deps, tools, picture, context).run(bytes, pausesMs);
  };
}

/** In one commit, so that the video is in one queue or in the other. */
function leaveVideo(deps: Deps, pictureId: string, context: JobContext): Promise<void> {
  return deps.database.transaction(async (tx) => {
    await enqueue(tx, { kind: 'check-video', payload: { pictureId }, maxAttempts: neverGiveUp });
    await context.finish(tx);
  });
}

/** Where checks are off the bytes are not even opened. */
async function leaveUnchecked(deps: Deps, picture: Picture, context: JobContext): Promise<boolean> {
  if ((await checkRegion(deps.database.kysely, picture.region)).checked) return false;
  return deps.database.transaction(async (tx) => {
    const released = await releaseUnchecked(deps, tx, picture.picture_id);
    if (released) await context.finish(tx);
    return released;
  });
}

type Picture = Selectable<AlbumPictureTable>;

/** One run of the job. */
class Check {
  readonly #deps: Deps;
  readonly #tools: Tools;
  readonly #picture: Picture;
  readonly #context: JobContext;
  /** Decoders that were started for this picture, as the database has it. */
  #started: number;
  /** The last of them did not end with it. */
  #survived = false;
  #decoded: DecodedPicture = brokenPicture;

  constructor(deps: Deps, tools: Tools, picture: Picture, context: JobContext) {
    this.#deps = deps;
    this.#tools = tools;
    this.#picture = picture;
    this.#context = context;
    this.#started = picture.check_attempts;
  }

  async run(bytes: Buffer, pausesMs: readonly number[]): Promise<void> {
    const digests = await digestPicture(bytes);
    try {
      await this.#decode(bytes);
      let shown: HeldPicture['shown'] | undefined;
      for (let looks = 0; ; ) {
        const lookedUp = await lookUpPicture(this.#tools.known, digests, this.#decoded);
        if (isFast(this.#decoded) && lookedUp.found.some(({ distance }) => distance !== null)) {
          // What a decision rests on is the distance of the exact hash.
          await this.#print(bytes, { mode: 'exact', fresh: false });
          continue;
        }
        const step = await this.#settle({ bytes, digests, decoded: this.#decoded, lookedUp, shown });
        if (step === null) return;
        if (step === 'decode') await this.#decode(bytes);
        else if (step === 'show') shown = await this.#show(bytes, lookedUp);
        else {
          const pause = pausesMs[looks++];
          if (pause === undefined) throw new JobRetry(1_000, 'check a picture: a list is still being taken in');
          await sleep(pause, undefined, { signal: this.#context.signal });
        }
      }
    } catch (error) {
      await this.#takeBack();
      throw error;
    }
  }

  /** Starts a decoder, unless too many have ended with this picture. That it was started is committed before. */
  async #decode(bytes: Buffer): Promise<void> {
    if (this.#started >= mostAttempts) return;
    const row = await this.#deps.database.kysely
      .updateTable('album_picture')
      .set((eb) => ({ check_attempts: eb('check_attempts', '+', 1) }))
      .where('picture_id', '=', this.#picture.picture_id)
      .where('state', '=', 'checking')
      .returning('check_attempts')
      .executeTakeFirst();
    if (row === undefined) return;
    this.#started = row.check_attempts;
    this.#survived = false;
    await this.#print(bytes, { mode: 'auto', fresh: this.#started > 1 });
  }

  async #print(bytes: Buffer, how: { mode: 'auto' | 'exact'; fresh: boolean }): Promise<void> {
    this.#decoded = await printPicture(this.#tools.decoders, bytes, how);
    // A decoder that was closed because this process stops says nothing about the picture.
    this.#survived = this.#decoded.outcome !== 'broken' || this.#context.signal.aborted;
    this.#context.signal.throwIfAborted();
  }

  /** After what it did to its decoders no other one is asked to show it. */
  async #show(bytes: Buffer, { found }: LookedUp): Promise<HeldPicture['shown']> {
    if (this.#decoded.outcome === 'broken') return null;
    return showPicture(
      this.#tools.decoders,
      bytes,
      found.flatMap(({ seconds }) => seconds ?? []),
    );
  }

  /** Null: it is settled. */
  async #settle(checked: Omit<CheckedPicture, 'attempts'>): Promise<StepMissing['step'] | null> {
    const { database } = this.#deps;
    try {
      await database.transaction(async (tx) => {
        const given = { ...checked, attempts: this.#survived ? this.#started - 1 : this.#started };
        await settleCheck(this.#deps, tx, { pictureId: this.#picture.picture_id, checked: given });
        await this.#context.finish(tx);
      });
      return null;
    } catch (error) {
      if (error instanceof StepMissing) return error.step;
      throw error;
    }
  }

  /** The last start is not held against the picture when its decoder survived. */
  async #takeBack(): Promise<void> {
    if (!this.#survived) return;
    await this.#deps.database.kysely
      .updateTable('album_picture')
      .set((eb) => ({ check_attempts: eb('check_attempts', '-', 1) }))
      .where('picture_id', '=', this.#picture.picture_id)
      .where('state', '=', 'checking')
      .where('check_attempts', '>', 0)
      .execute()
      .catch(() => {});
  }
}

function isFast(decoded: DecodedPicture): boolean {
  return decoded.outcome === 'hashed' && !decoded.exact;
}
