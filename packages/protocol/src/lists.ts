import { z } from 'zod';
import { Sha256Hex, StaffId, Timestamp } from './primitives.ts';

/** A list of known fingerprints, as whoever added it named it. */
export const ListId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .brand<'ListId'>();
export type ListId = z.infer<typeof ListId>;

export const ListChangeId = z.uuid().lowercase().brand<'ListChangeId'>();
export type ListChangeId = z.infer<typeof ListChangeId>;

/** known: what is looked for. negative: known to be harmless, so that it is not held again. */
export const ListKind = z.enum(['known', 'negative']);
export type ListKind = z.infer<typeof ListKind>;

export const ListSource = z.enum(['ncmec', 'stopncii', 'threatexchange', 'tech-against-terrorism', 'file']);
export type ListSource = z.infer<typeof ListSource>;

/** shadow: matches are counted and nothing is held. */
export const ListState = z.enum(['shadow', 'active', 'withdrawn']);
export type ListState = z.infer<typeof ListState>;

export const ListSyncState = z.enum(['never', 'ok', 'failed', 'refused']);
export type ListSyncState = z.infer<typeof ListSyncState>;

/** Country or part of one (ISO 3166), or EU; ZZ in rehearsals. */
export const Region = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'expected a region such as GB, EU or US-CA');
/** Leaf of the taxonomy; the server checks that there is such a one. */
const Category = z.string().regex(/^[a-z]+(\.[a-z_]+)?$/, 'expected a leaf of the taxonomy such as adult.ncii');
const Words = z.string().trim().min(1).max(1_000);
const Reason = z.string().trim().min(1).max(2_000);

/** What a list may be used for, and how. Changing any of it takes two people. */
export const ListSettings = z
  .strictObject({
    title: z.string().trim().min(1).max(120),
    purpose: Words,
    /** Licence or agreement under which the list is used. */
    agreement: Words,
    /** Leaf of the taxonomy that the list's entries stand for, e.g. `child.csam_known`. */
    category: Category,
    /** By region; a region that is missing is not covered. */
    legalBasis: z.record(Region, Words),
    /** Where the list may be used. */
    surfaces: z.array(z.string().regex(/^[a-z][a-z-]{0,40}$/)).max(20),
    /** Largest Hamming distance of a PDQ match, in bits. */
    radius: z.int().min(0).max(31),
    qualityFloor: z.int().min(0).max(100),
    /** How many contributors have to vouch for an entry before it counts. */
    minimumSources: z.int().min(1).max(20),
    /** An entry that matches more different pictures on one day is set aside until a person looks. */
    floodLimit: z.int().min(1).max(1_000_000),
  })
  .meta({ id: 'ListSettings' });
export type ListSettings = z.infer<typeof ListSettings>;

export const CreateList = z
  .strictObject({
    listId: ListId,
    kind: ListKind,
    source: ListSource,
    /** Which of the operator's connections it is fetched by; null for files. */
    connectionId: z.string().min(1).max(80).nullable(),
    /** Without a category a list of NCMEC, StopNCII or Tech Against Terrorism gets its source's, a negative one `other`. */
    settings: ListSettings.extend({ category: Category.optional() }),
  })
  .refine(
    ({ kind, source, settings }) =>
      kind === 'negative' || settings.category !== undefined || (source !== 'file' && source !== 'threatexchange'),
    { path: ['settings', 'category'], message: 'this source does not say what its entries stand for' },
  )
  .refine(({ source, connectionId }) => (source === 'file') === (connectionId === null), {
    path: ['connectionId'],
    message: 'a file has no connection, every other source has one',
  })
  .meta({ id: 'CreateList' });

export const ListCounts = z
  .strictObject({
    live: z.int(),
    quarantined: z.int(),
    excluded: z.int(),
    withdrawn: z.int(),
    /** Of the live ones: fingerprints of a kind that cannot be matched. */
    notMatchable: z.int(),
  })
  .meta({ id: 'ListCounts' });
export type ListCounts = z.infer<typeof ListCounts>;

export const ListChangeKind = z.enum(['activate', 'withdraw', 'settings', 'shrink', 'import']);
export type ListChangeKind = z.infer<typeof ListChangeKind>;

const Person = z.strictObject({ staffId: StaffId, name: z.string(), reason: z.string() });

/** From how many entries to how many, and by what; `digest`: the file's SHA-256, or null of a sync. */
export const ListUpdate = z.strictObject({
  from: z.int(),
  to: z.int(),
  added: z.int(),
  changed: z.int(),
  withdrawn: z.int(),
  digest: Sha256Hex.nullable(),
});
export type ListUpdate = z.infer<typeof ListUpdate>;

export const ListChange = z
  .strictObject({
    changeId: ListChangeId,
    listId: ListId,
    kind: ListChangeKind,
    state: z.enum(['held', 'in-force', 'refused']),
    askedAt: Timestamp,
    /** Null while nobody has agreed to what a sync or an import found. */
    first: Person.nullable(),
    second: Person.nullable(),
    /** The new settings, of a change of settings. */
    settings: ListSettings.nullable(),
    /** What a shrink, or an import into an active list, would do to the entries. */
    update: ListUpdate.nullable(),
  })
  .meta({ id: 'ListChange' });
export type ListChange = z.infer<typeof ListChange>;

export const ListSync = z
  .strictObject({
    state: ListSyncState,
    startedAt: Timestamp.nullable(),
    /** When everything that the source has was last applied. */
    doneAt: Timestamp.nullable(),
    nextAt: Timestamp.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'ListSync' });

export const List = z
  .strictObject({
    listId: ListId,
    kind: ListKind,
    source: ListSource,
    connectionId: z.string().nullable(),
    state: ListState,
    settings: ListSettings,
    version: z.int(),
    counts: ListCounts,
    /** Matches of the last seven days, by what came of them. */
    matches: z.record(z.string(), z.int()),
    sync: ListSync,
    waiting: z.array(ListChange),
    createdAt: Timestamp,
  })
  .meta({ id: 'List' });
export type List = z.infer<typeof List>;

export const ListVersion = z
  .strictObject({
    version: z.int(),
    at: Timestamp,
    /** Null: a sync, or the command line. */
    staffName: z.string().nullable(),
    kind: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'ListVersion' });

export const ListPage = z.strictObject({ list: List, versions: z.array(ListVersion) }).meta({ id: 'ListPage' });

export const ProposeListChange = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('activate'), reason: Reason }),
    z.strictObject({ kind: z.literal('withdraw'), reason: Reason }),
    z.strictObject({ kind: z.literal('settings'), reason: Reason, settings: ListSettings }),
  ])
  .meta({ id: 'ProposeListChange' });

export const AnswerListChange = z
  .strictObject({ answer: z.enum(['approve', 'refuse']), reason: Reason })
  .meta({ id: 'AnswerListChange' });

/** An entry that matched more pictures than its list allows. Without its fingerprint: nobody needs it to decide. */
export const QuarantinedEntry = z
  .strictObject({
    entryId: z.string(),
    sourceId: z.string(),
    fingerprint: z.string(),
    class: z.string().nullable(),
    contributors: z.int(),
    /** Different pictures that it matched today and yesterday. */
    pictures: z.int(),
  })
  .meta({ id: 'QuarantinedEntry' });

export const AnswerQuarantinedEntry = z
  .strictObject({ answer: z.enum(['release', 'exclude']), reason: Reason })
  .meta({ id: 'AnswerQuarantinedEntry' });

export const AlbumRegionChangeId = z.uuid().lowercase().brand<'AlbumRegionChangeId'>();
export type AlbumRegionChangeId = z.infer<typeof AlbumRegionChangeId>;

/** on takes two people, off takes effect with one. */
export const AlbumRegionChange = z
  .strictObject({
    changeId: AlbumRegionChangeId,
    region: Region,
    to: z.enum(['on', 'off']),
    legalBasis: z.string().nullable(),
    state: z.enum(['held', 'in-force', 'refused']),
    askedAt: Timestamp,
    first: Person,
    second: Person.nullable(),
  })
  .meta({ id: 'AlbumRegionChange' });
export type AlbumRegionChange = z.infer<typeof AlbumRegionChange>;

/** Whether pictures that are shared in albums of a region are matched, and why. */
export const AlbumRegion = z
  .strictObject({
    region: Region,
    /** What comes of the switches and the lists together. */
    checked: z.boolean(),
    /** Why pictures of this region are not matched; null: they are. */
    why: z.string().nullable(),
    /** The region's own switch; null: it has none, and is as the lists say. */
    switch: z
      .strictObject({
        state: z.enum(['on', 'off']),
        /** Null: off. */
        legalBasis: z.string().nullable(),
        reason: z.string(),
        changedAt: Timestamp,
      })
      .nullable(),
    /** Lists of known pictures that have a legal basis for it or for a region that it lies in. */
    lists: z.array(z.strictObject({ listId: ListId, title: z.string(), state: ListState, legalBasis: z.string() })),
    waiting: z.array(AlbumRegionChange),
  })
  .meta({ id: 'AlbumRegion' });
export type AlbumRegion = z.infer<typeof AlbumRegion>;

export const ProposeAlbumRegion = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('on'), legalBasis: Words, reason: Reason }),
    z.strictObject({ state: z.literal('off'), reason: Reason }),
  ])
  .meta({ id: 'ProposeAlbumRegion' });
