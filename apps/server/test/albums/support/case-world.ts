import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  type AnswerAlbumPicture,
  CasePage,
  EvidenceView,
  type ListSource,
  type MatchedPicture,
  Problem,
} from '@wellhouse/protocol';
import type { Insertable, Selectable } from 'kysely';
import sharp from 'sharp';
import { type HeldPicture, holdPicture } from '../../../src/albums/hold-picture.ts';
import { storePictureBytes } from '../../../src/albums/picture-bytes.ts';
import { noEntries } from '../../../src/lists/list-version.ts';
import { columnsOf } from '../../../src/lists/list-view.ts';
import type { AlbumPictureTable } from '../../../src/schema/album-picture.ts';
import type { CaseFileTable } from '../../../src/schema/case-file.ts';
import { settings } from '../../lists/fakes/list-server.ts';
import { startServerWithHub } from '../../support/reporting.ts';
import { createSampleHub, type SampleHub } from '../../support/sample-hub.ts';
import type { TestServer, TestSession } from '../../support/test-server.ts';

export interface Held {
  readonly account?: string;
  readonly hubId?: string;
  readonly bytes?: Buffer;
  readonly pdq?: Buffer | null;
  readonly quality?: number;
  readonly matches?: readonly {
    readonly entryId: string;
    readonly distance?: number | null;
    readonly effect?: string;
  }[];
  readonly reason?: HeldPicture['reason'];
  readonly form?: 'upload' | 'fetch';
  readonly region?: string;
}

export interface CaseWorld extends TestServer {
  readonly hub: SampleHub;
  /** A list that is active, as if two people had agreed. */
  list(listId: string, more?: { source?: ListSource; category?: string }): Promise<void>;
  entry(listId: string, more?: { contributors?: string[]; ref?: string | null; class?: string }): Promise<string>;
  /** A picture that a check has matched, held. */
  hold(held?: Held): Promise<string>;
  picture(pictureId: string): Promise<Selectable<AlbumPictureTable>>;
  fileOf(pictureId: string): Promise<Selectable<CaseFileTable>>;
  page(who: TestSession, caseId: string): Promise<CasePage>;
  call(who: TestSession, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object): Promise<Answered>;
  claim(who: TestSession, pictureId: string): Promise<string>;
  answer(who: TestSession, pictureId: string, answer: AnswerAlbumPicture['answer'], reason?: string): Promise<Answered>;
  decide(who: TestSession, caseId: string, action: string, more?: object): Promise<Answered>;
  /** Begins a look and names it. */
  look(who: TestSession, caseId: string, purpose?: string, reason?: string | null): Promise<string>;
  show(who: TestSession, viewId: string, pictureId: string): Promise<Answered>;
  /** What the timeline of a case says, without the words. */
  timeline(caseId: string): Promise<string[]>;
}

export interface Answered {
  readonly statusCode: number;
  readonly body: string;
  readonly rawPayload: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
  json(): unknown;
}

export const codeOf = (response: Answered) => Problem.parse(response.json()).code;
export const digest = (bytes: Buffer, kind: 'md5' | 'sha1' | 'sha256' = 'sha256') =>
  createHash(kind).update(bytes).digest();
/** Nobody's picture: a hash by chance. */
export const somePdq = () => randomBytes(32);
/** The same hash with so many bits turned, spread over it. */
export function nearPdq(pdq: Buffer, bits: number): Buffer {
  const near = Buffer.from(pdq);
  for (let bit = 0; bit < bits; bit += 1) {
    const at = (bit * 37) % 256;
    near[at >> 3] = (near[at >> 3] ?? 0) ^ (1 << (at & 7));
  }
  return near;
}

export async function startCaseWorld(): Promise<CaseWorld> {
  const hub = createSampleHub();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const server = await startServerWithHub(hub, { webhook: { url: 'http://127.0.0.1:9/hook', secret } });
  const { deps } = server;
  const { kysely } = deps.database;
  const solid = sharp({ create: { width: 12, height: 8, channels: 3, background: 'teal' } });
  const webp = await solid.webp().toBuffer();

  const call: CaseWorld['call'] = (who, method, url, payload) =>
    server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
  const picture = (pictureId: string) =>
    kysely.selectFrom('album_picture').selectAll().where('picture_id', '=', pictureId).executeTakeFirstOrThrow();
  const caseIdOf = async (pictureId: string) => (await picture(pictureId)).case_id ?? '';

  return {
    ...server,
    hub,
    call,
    picture,
    async list(listId, { source = 'file', category = 'child.csam_known' } = {}) {
      await kysely
        .insertInto('list')
        .values({
          list_id: listId,
          kind: 'known',
          source,
          connection_id: source === 'file' ? null : source,
          state: 'active',
          ...columnsOf({ ...settings, category, title: `List ${listId}` }),
          counts: JSON.stringify(noEntries),
          checkpoint: null,
          sync_started_at: null,
          synced_at: null,
          next_sync_at: null,
          sync_error: null,
          created_at: deps.clock(),
          created_by: null,
        })
        .execute();
    },
    async entry(listId, { contributors = ['file'], ref = null, class: given } = {}) {
      const value = randomBytes(32);
      const row = await kysely
        .insertInto('list_entry')
        .values({
          list_id: listId,
          source_id: `item-${randomUUID()}`,
          kind: 'pdq',
          digest: digest(value).subarray(0, 16),
          value,
          media: 'image',
          class: given ?? null,
          source_status: null,
          contributors,
          feedback_ref: ref,
          status: 'live',
          version: '1',
          added_at: deps.clock(),
          withdrawn_at: null,
          withdrawn_why: null,
        })
        .returning('entry_id')
        .executeTakeFirstOrThrow();
      return row.entry_id;
    },
    async hold(held = {}) {
      const { reason = 'matched', form = 'upload', bytes = randomBytes(64) } = held;
      const pictureId = randomUUID();
      const row: Insertable<AlbumPictureTable> = {
        picture_id: pictureId,
        hub_id: held.hubId ?? hub.hubId,
        album_id: 'summer',
        account_id: held.account ?? `owner-${pictureId.slice(0, 8)}`,
        region: held.region ?? 'GB',
        form: 'upload',
        url: null,
        body_digest: randomBytes(32),
        size: bytes.length,
        announced_sha256: null,
        state: 'checking',
        checked: true,
        md5: digest(bytes, 'md5'),
        sha1: digest(bytes, 'sha1'),
        sha256: digest(bytes),
        pdq: held.pdq === undefined ? somePdq() : held.pdq,
        quality: held.quality ?? 90,
        media_type: 'image/jpeg',
        key_wrapped: null,
        added_at: deps.clock(),
        complete_at: deps.clock(),
      };
      await deps.database.transaction(async (tx) => {
        await tx.insertInto('album_picture').values(row).execute();
        await storePictureBytes(deps, tx, { picture_id: pictureId }, bytes);
        const url = form === 'fetch' ? 'https://hub.example/picture' : null;
        await tx.updateTable('album_picture').set({ form, url }).where('picture_id', '=', pictureId).execute();
        const matches = [];
        for (const { entryId, distance = null, effect = 'hold' } of held.matches ?? []) {
          const { list_id: listId } = await tx
            .selectFrom('list_entry')
            .select('list_id')
            .where('entry_id', '=', entryId)
            .executeTakeFirstOrThrow();
          await tx
            .insertInto('album_match')
            .values({
              picture_id: pictureId,
              entry_id: entryId,
              list_id: listId,
              kind: distance === null ? 'sha256' : 'pdq',
              distance,
              variant: distance === null ? null : 'original',
              effect,
              matched_at: deps.clock(),
            })
            .execute();
          matches.push({ entryId, listId, distance, effect } as HeldPicture['matches'][number]);
        }
        const stored = await tx
          .selectFrom('album_picture')
          .selectAll()
          .where('picture_id', '=', pictureId)
          .executeTakeFirstOrThrow();
        const shown = reason === 'matched' ? { webp, width: 12, height: 8 } : null;
        await holdPicture(deps, tx, { picture: stored, bytes, shown, reason, matches });
      });
      return pictureId;
    },
    async fileOf(pictureId) {
      return kysely
        .selectFrom('case_file')
        .selectAll()
        .where('case_id', '=', await caseIdOf(pictureId))
        .executeTakeFirstOrThrow();
    },
    async page(who, caseId) {
      return CasePage.parse((await call(who, 'GET', `/v1/cases/${caseId}`)).json());
    },
    async claim(who, pictureId) {
      const caseId = await caseIdOf(pictureId);
      const response = await call(who, 'POST', `/v1/cases/${caseId}/claim`);
      if (response.statusCode !== 200) throw new Error(`claim: ${response.body}`);
      return caseId;
    },
    async answer(who, pictureId, answer, reason = 'seen by a person') {
      const url = `/v1/cases/${await caseIdOf(pictureId)}/album-pictures/${pictureId}/answer`;
      return call(who, 'POST', url, { answer, reason });
    },
    decide: (who, caseId, action, more = {}) =>
      call(who, 'POST', `/v1/cases/${caseId}/decisions`, {
        action,
        policyId: action === 'no-action' ? null : 'child-safety',
        reason: 'You broke the rules that everybody agreed to.',
        days: action === 'suspend' ? 7 : null,
        reportCount: 0,
        departedWhy: 'as the test has it',
        ...more,
      }),
    async look(who, caseId, purpose = 'review', reason = null) {
      const response = await call(who, 'POST', '/v1/evidence-views', { caseId, purpose, reason });
      return EvidenceView.parse(response.json()).viewId;
    },
    show: (who, viewId, pictureId) => call(who, 'GET', `/v1/evidence-views/${viewId}/album-pictures/${pictureId}`),
    async timeline(caseId) {
      const events = await kysely
        .selectFrom('case_event')
        .select('kind')
        .where('case_id', '=', caseId)
        .orderBy('event_id')
        .execute();
      return events.map(({ kind }) => kind);
    },
  };
}

export async function pictureOf(world: CaseWorld, who: TestSession, pictureId: string): Promise<MatchedPicture> {
  const { case_id: caseId } = await world.picture(pictureId);
  const found = (await world.page(who, caseId ?? '')).pictures.find((one) => one.pictureId === pictureId);
  if (found === undefined) throw new Error(`find picture ${pictureId} on the page of its case`);
  return found;
}
