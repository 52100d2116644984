import { z } from 'zod';
import { ListId } from './lists.ts';
import { AccountId, CaseId, HubId, Sha256Hex, Timestamp } from './primitives.ts';

/** Chosen by the delivery service: a picture that is added twice under one id is one picture. */
export const PictureId = z.uuid().lowercase().brand<'PictureId'>();
export type PictureId = z.infer<typeof PictureId>;

/** An album as the delivery service names it. */
export const AlbumId = z.string().min(1).max(255);
export type AlbumId = z.infer<typeof AlbumId>;

/** Country or part of one (ISO 3166), `EU`, or `ZZ` for rehearsals. */
export const RegionCode = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'expected a region such as GB, EU or US-CA');
export type RegionCode = z.infer<typeof RegionCode>;

/** What the server takes at most, of one picture or video of a shared album. */
export const albumLimits = {
  bytes: 64 * 1024 * 1024,
  /** Not all there after so long: the upload is given up. */
  uploadHours: 24,
  /** Pictures that one account may have on the way at a time. */
  waitingPerAccount: 20_000,
} as const;

/**
 * receiving: bytes are missing. checking: nobody has seen it yet. released: members may see it. held: kept out of view
 * until a person has looked. removed: a person has confirmed a match. refused: it is no picture that can be shown.
 * withdrawn: whoever added it has taken it out, or its bytes never came.
 */
export const AlbumPictureState = z.enum([
  'receiving',
  'checking',
  'released',
  'held',
  'removed',
  'refused',
  'withdrawn',
]);
export type AlbumPictureState = z.infer<typeof AlbumPictureState>;

/** upload: the bytes are sent to this server, which keeps them. fetch: the delivery service keeps them and hands them out to be checked. */
export const AlbumPictureForm = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('upload') }),
  z.strictObject({
    form: z.literal('fetch'),
    /** At an origin that the operator's list of hubs names for this hub. */
    url: z.url({ protocol: /^https?$/ }).max(2_000),
  }),
]);

export const AddAlbumPicture = z
  .strictObject({
    pictureId: PictureId,
    albumId: AlbumId,
    /** Who adds it, as the delivery service has authenticated them. */
    accountId: AccountId,
    /** Where that person is, as far as the law asks: decides whether the picture is checked, and against which lists. */
    region: RegionCode,
    size: z.int().min(0).max(albumLimits.bytes),
    /** Null: not known yet. What arrives must have it. */
    sha256: Sha256Hex.nullable(),
    source: AlbumPictureForm,
  })
  .meta({ id: 'AddAlbumPicture' });
export type AddAlbumPicture = z.infer<typeof AddAlbumPicture>;

export const AlbumPicture = z
  .strictObject({
    pictureId: PictureId,
    albumId: AlbumId,
    accountId: AccountId,
    state: AlbumPictureState,
    /** Goes up with every change of state; of two words about a picture the higher version holds. */
    version: z.int(),
    /** Why it was refused or withdrawn: a stable code. */
    why: z.string().nullable(),
    size: z.int(),
    /** Bytes that are here, durably; where an interrupted upload goes on. */
    received: z.int(),
    /** Whether it was matched at all; null until it was decided. False: checks are off where its owner is. */
    checked: z.boolean().nullable(),
    addedAt: Timestamp,
  })
  .meta({ id: 'AlbumPicture' });
export type AlbumPicture = z.infer<typeof AlbumPicture>;

/** Where the bytes go: `PATCH uploadPath` with `authorization: Bearer uploadToken` (IETF resumable uploads for HTTP). */
export const AlbumPictureAdded = z
  .strictObject({ picture: AlbumPicture, upload: z.strictObject({ path: z.string(), token: z.string() }).nullable() })
  .meta({ id: 'AlbumPictureAdded' });
export type AlbumPictureAdded = z.infer<typeof AlbumPictureAdded>;

/** What the members of a shared album are told about checks, as facts; the words are the messenger's or client-ui's. */
export const AlbumNotice = z
  .strictObject({
    region: RegionCode,
    checked: z.boolean(),
    /** Why nothing is checked, for members; the team's own reason is not in it. Null where pictures are checked. */
    why: z.string().nullable(),
    /** Lists that hold pictures back, and lists on trial that do not. */
    lists: z.array(z.strictObject({ listId: ListId, title: z.string(), purpose: z.string(), onTrial: z.boolean() })),
    /** Who looks at a held picture, in words. */
    readers: z.string(),
    /** How to object, in words. */
    appeals: z.string(),
  })
  .meta({ id: 'AlbumNotice' });
export type AlbumNotice = z.infer<typeof AlbumNotice>;

/**
 * Body of a webhook to the delivery service about a picture: its state as it is now. Sent at least once for the newest
 * version; the receiver keeps the highest version of a picture and ignores lower ones.
 */
export const AlbumPictureEvent = z
  .strictObject({
    type: z.literal('album-picture.changed'),
    timestamp: Timestamp,
    data: z.strictObject({
      hubId: HubId,
      picture: AlbumPicture,
      /** What the person who added it is told, once a person has removed it. */
      notice: z
        .strictObject({
          reason: z.string(),
          appeal: z.strictObject({ how: z.string(), until: Timestamp }),
        })
        .nullable(),
    }),
  })
  .meta({ id: 'AlbumPictureEvent' });
export type AlbumPictureEvent = z.infer<typeof AlbumPictureEvent>;

/** One entry of a list that a picture matched. */
export const PictureMatch = z
  .strictObject({
    listId: ListId,
    listTitle: z.string(),
    source: z.string(),
    entryId: z.string(),
    /** The source's id of the item. */
    sourceId: z.string(),
    /** exact: the very same bytes, by a digest. perceptual: it looks alike. */
    kind: z.enum(['exact', 'perceptual']),
    /** e.g. `sha256`, `pdq`. */
    fingerprint: z.string(),
    /** Bits of 256 that differ; null for exact. */
    distance: z.int().nullable(),
    /** How the picture was turned to match, e.g. `rotate90`, `trimmed`; null for exact. */
    variant: z.string().nullable(),
    /** What the match came to when it was made, e.g. `hold`, `counted`, `set-aside`. */
    effect: z.string(),
    /** The source's own class, and what this house calls it. */
    sourceClass: z.string().nullable(),
    category: z.string(),
    categoryLabel: z.string(),
    /** The entry was withdrawn or ruled out since. */
    withdrawn: z.boolean(),
    /** Other pictures in albums that match the same entry. */
    lookAlikes: z.int(),
  })
  .meta({ id: 'PictureMatch' });
export type PictureMatch = z.infer<typeof PictureMatch>;

/** A picture of a shared album in a case. Without its bytes: those take a look that is logged. */
export const MatchedPicture = z
  .strictObject({
    pictureId: PictureId,
    /** As which picture of its case the team knows it; null for one that its timeline never spoke of. */
    number: z.int().nullable(),
    albumId: AlbumId,
    accountId: AccountId,
    addedAt: Timestamp,
    state: AlbumPictureState,
    /** matched: lists hold it. unreadable: the decoder died or hung, twice; a person has to say. */
    reason: z.enum(['matched', 'unreadable']),
    region: RegionCode,
    quality: z.int().nullable(),
    matches: z.array(PictureMatch),
    /** shown: a look can open it. known: a person has confirmed this picture; it is not shown again for review. missing: cannot be decoded. erased: gone with its case. */
    view: z.enum(['shown', 'known', 'missing', 'erased']),
    width: z.int().nullable(),
    height: z.int().nullable(),
    /** Where the same picture, added another time, was decided before. */
    known: z
      .strictObject({ caseId: CaseId, number: z.string(), answer: z.enum(['confirmed', 'cleared']), at: Timestamp })
      .nullable(),
    answer: z
      .strictObject({
        answer: z.enum(['confirmed', 'cleared']),
        reason: z.string(),
        staffName: z.string(),
        at: Timestamp,
      })
      .nullable(),
  })
  .meta({ id: 'MatchedPicture' });
export type MatchedPicture = z.infer<typeof MatchedPicture>;

/**
 * confirm: it is what the list says; it is removed. clear: it is not; it is released. Of a removed one
 * whoever added it is told the reason.
 */
export const AnswerAlbumPicture = z
  .strictObject({ answer: z.enum(['confirm', 'clear']), reason: z.string().trim().min(3).max(2_000) })
  .meta({ id: 'AnswerAlbumPicture' });
export type AnswerAlbumPicture = z.infer<typeof AnswerAlbumPicture>;
