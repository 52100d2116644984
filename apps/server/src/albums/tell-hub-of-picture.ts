import { AlbumPictureEvent, HubId } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { pauseMs } from '../enforcement/backoff.ts';
import { appealUntil } from '../notices/appeal-period.ts';
import type { Hub } from '../platform/hubs.ts';
import { type JobHandler, JobRetry } from '../platform/jobs/job.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import { createHubGate } from './hub-gate.ts';
import { pictureView } from './picture-view.ts';

const Payload = z.strictObject({ pictureId: z.string() });

export interface TellHubOptions {
  readonly fetch?: typeof fetch;
  /** How long one attempt may take; default 10 s. */
  readonly timeoutMs?: number;
}

/** Of the eight lanes that deliver to hubs, one hub's pictures take half at most. */
const mostOfHub = 4;

/**
 * The job `tell-hub-of-picture`: posts how a picture stands now, signed (Standard Webhooks). State, not change: of several
 * jobs for one picture, which run in order, the first tells the newest and the others find that it was told. At least once,
 * for as long as it takes. A hub without a webhook asks instead.
 */
export function createTellHubOfPicture(deps: Deps, options: TellHubOptions = {}): JobHandler {
  const post = options.fetch ?? fetch;
  const timeoutMs = options.timeoutMs ?? 10_000;
  const gate = createHubGate(deps.clock, mostOfHub);

  return async (payload, context) => {
    const { pictureId } = Payload.parse(payload);
    const picture = await deps.database.kysely
      .selectFrom('album_picture')
      .selectAll()
      .where('picture_id', '=', pictureId)
      .executeTakeFirst();
    if (picture === undefined || picture.told_version >= picture.version) return;
    const hub = deps.hubs.get(picture.hub_id);
    if (hub === null || hub.webhookUrl === null || hub.webhookSecret === null) return;
    const wait = gate.enter(hub.hubId);
    if (wait !== null) throw new JobRetry(wait, `tell ${hub.hubId} of ${pictureId}: it is busy or down`);
    let failure: string | null = 'interrupted';
    try {
      failure = await attempt(picture, hub, context.signal);
    } finally {
      gate.leave(hub.hubId, failure === null || failure.startsWith('answered 4'));
    }
    if (failure !== null) {
      throw new JobRetry(pauseMs(context.attempt), `tell ${hub.hubId} of ${pictureId}: ${failure}`);
    }
    await deps.database.transaction(async (tx) => {
      await tx
        .updateTable('album_picture')
        .set({ told_version: picture.version })
        .where('picture_id', '=', pictureId)
        .where('told_version', '<', picture.version)
        .execute();
      await context.finish(tx);
    });
  };

  /** Null when the hub took it; else why not, without a word of its answer's body. */
  async function attempt(
    picture: Selectable<AlbumPictureTable>,
    hub: Hub,
    signal: AbortSignal,
  ): Promise<string | null> {
    if (hub.webhookUrl === null || hub.webhookSecret === null) return 'the hub has no webhook any more';
    const now = deps.clock();
    const id = `${picture.picture_id}.${picture.version}`;
    const body = JSON.stringify(eventOf(deps, picture, now));
    try {
      const response = await post(hub.webhookUrl, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'wellhouse',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': new Webhook(hub.webhookSecret).sign(id, now, body),
        },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      await response.body?.cancel();
      return response.ok ? null : `answered ${response.status}`;
    } catch (error) {
      // The process is stopping or has lost the job: no failed attempt.
      if (signal.aborted) throw error;
      return error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'no connection';
    }
  }
}

function eventOf(
  deps: Pick<Deps, 'config'>,
  picture: Selectable<AlbumPictureTable>,
  now: Date,
): z.input<typeof AlbumPictureEvent> {
  const { state, answer_reason: reason, answered_at: at } = picture;
  return AlbumPictureEvent.parse({
    type: 'album-picture.changed',
    timestamp: now.toISOString(),
    data: {
      hubId: HubId.parse(picture.hub_id),
      picture: pictureView(picture),
      notice:
        state === 'removed' && reason !== null && at !== null
          ? { reason, appeal: { how: deps.config.appeals, until: appealUntil(at).toISOString() } }
          : null,
    },
  });
}
