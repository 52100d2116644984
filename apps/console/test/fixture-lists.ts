import { randomUUID } from 'node:crypto';
import {
  type AlbumRegion,
  type AlbumRegionChange,
  AlbumRegionChangeId,
  type List,
  type ListChange,
  ListChangeId,
  ListId,
  type ListPage,
  type ListSettings,
  type QuarantinedEntry,
  type Role,
  type StaffMember,
} from '@wellhouse/protocol';
import type { z } from 'zod';

const minute = 60_000;
const day = 24 * 60 * minute;

export interface FixtureLists {
  lists: List[];
  versions: Map<string, z.output<typeof ListPage>['versions']>;
  /** Entries that are set aside, by list. */
  quarantine: Map<string, z.output<typeof QuarantinedEntry>[]>;
  regions: AlbumRegion[];
}

/** As the server is set up: apps/server/src/schema/migrations/0007-list-index.ts. */
const euReason =
  'Regulation (EU) 2021/1232, which let providers look for known material in spite of the ePrivacy Directive, expired on 3 April 2026. Whether a shared album falls under that directive, and on what other ground it may be checked, is for counsel to say first.';

const settings: ListSettings = {
  title: '',
  category: 'child.csam_known',
  purpose: 'Find known pictures in shared albums before other members see them.',
  agreement: 'Hash sharing agreement of 2026-03-02, kept with legal, file L-114',
  legalBasis: { GB: 'Online Safety Act 2023, part 3', US: '18 U.S.C. § 2258A' },
  surfaces: ['shared-album'],
  radius: 31,
  qualityFloor: 50,
  minimumSources: 1,
  floodLimit: 100,
};

const person = (member: StaffMember, reason: string) => ({ staffId: member.staffId, name: member.name, reason });

/** Lists in every state that the console shows, with every kind of change waiting. */
export function fixtureLists(now: number, staff: Record<Role | 'other', StaffMember>): FixtureLists {
  const at = (before: number): string => new Date(now - before).toISOString();
  const list = (id: string, part: Omit<Partial<List>, 'settings'> & { settings: Partial<ListSettings> }): List => ({
    listId: ListId.parse(id),
    kind: 'known',
    source: 'file',
    connectionId: null,
    state: 'active',
    version: 12,
    counts: { live: 0, quarantined: 0, excluded: 0, withdrawn: 0, notMatchable: 0 },
    matches: {},
    waiting: [],
    createdAt: at(60 * day),
    ...part,
    sync: {
      state: 'ok',
      startedAt: at(9 * minute),
      doneAt: at(9 * minute),
      nextAt: at(-6 * minute),
      error: null,
      ...part.sync,
    },
    settings: { ...settings, ...part.settings },
  });
  const change = (id: string, part: Partial<ListChange> & Pick<ListChange, 'kind'>): ListChange => ({
    changeId: ListChangeId.parse(randomUUID()),
    listId: ListId.parse(id),
    state: 'held',
    askedAt: at(95 * minute),
    first: null,
    second: null,
    settings: null,
    update: null,
    ...part,
  });
  const unfetched = { state: 'ok', startedAt: null, doneAt: at(3 * day), nextAt: null, error: null } as const;
  const lists = [
    list('known-harmless', {
      kind: 'negative',
      counts: { live: 218, quarantined: 0, excluded: 0, withdrawn: 4, notMatchable: 0 },
      matches: { harmless: 37 },
      sync: unfetched,
      settings: {
        title: 'Known to be harmless',
        category: 'other',
        purpose: 'Keep pictures that a person has cleared from being held again.',
        agreement: 'Our own',
      },
    }),
    list('ncmec-industry', {
      source: 'ncmec',
      connectionId: 'ncmec',
      version: 3_481,
      counts: { live: 8_412_306, quarantined: 2, excluded: 1, withdrawn: 5_120, notMatchable: 1_204_003 },
      matches: { hold: 14, 'set-aside': 61, 'too-weak': 5, 'not-allowed': 9 },
      waiting: [
        change('ncmec-industry', {
          kind: 'settings',
          first: person(
            staff.lead,
            'Counsel confirmed Canada on 24 November. Two sources, since single ones misfired.',
          ),
          settings: {
            ...settings,
            title: 'NCMEC, industry',
            legalBasis: { ...settings.legalBasis, CA: 'Mandatory Reporting Act, S.C. 2011, c. 4' },
            minimumSources: 2,
          },
        }),
      ],
      settings: { title: 'NCMEC, industry' },
    }),
    list('own-confirmed', {
      counts: { live: 1_902, quarantined: 0, excluded: 3, withdrawn: 12, notMatchable: 0 },
      matches: { hold: 2 },
      sync: {
        ...unfetched,
        state: 'refused',
        error:
          'list-import-held: the list is active and would have 340 new entries; two people have to agree to this file first',
      },
      waiting: [
        change('own-confirmed', {
          kind: 'import',
          first: person(staff.other, 'The export of our own confirmed pictures of last week.'),
          update: {
            from: 1_905,
            to: 2_245,
            added: 340,
            changed: 0,
            withdrawn: 0,
            digest: '5f3c1f0a9d'.repeat(6).concat('77ab'),
          },
        }),
      ],
      settings: { title: 'Confirmed here', agreement: 'Our own' },
    }),
    list('own-draft', {
      state: 'shadow',
      version: 1,
      sync: { state: 'never', startedAt: null, doneAt: null, nextAt: null, error: null },
      settings: { title: 'Local helpline, pilot', category: 'adult.ncii', legalBasis: {}, surfaces: [] },
    }),
    list('stopncii', {
      source: 'stopncii',
      connectionId: 'stopncii',
      state: 'shadow',
      version: 88,
      counts: { live: 1_284_550, quarantined: 0, excluded: 0, withdrawn: 902, notMatchable: 0 },
      matches: { counted: 12, 'too-weak': 4 },
      settings: {
        title: 'StopNCII.org',
        category: 'adult.ncii',
        purpose: 'Find intimate pictures whose owners asked that they not be shared.',
        legalBasis: { GB: 'Online Safety Act 2023, s. 10(3A)' },
      },
    }),
    list('terror-content', {
      source: 'tech-against-terrorism',
      connectionId: 'tat',
      counts: { live: 48_210, quarantined: 0, excluded: 0, withdrawn: 310, notMatchable: 6_004 },
      matches: { hold: 1 },
      sync: {
        state: 'refused',
        startedAt: at(40 * minute),
        doneAt: at(19 * 60 * minute),
        nextAt: at(-5 * minute),
        error: 'list-shrink-refused: the list would shrink from 48210 to 9031 entries; two people have to agree first',
      },
      waiting: [
        change('terror-content', {
          kind: 'shrink',
          update: { from: 48_210, to: 9_031, added: 14, changed: 0, withdrawn: 39_193, digest: null },
        }),
      ],
      settings: { title: 'Terrorist content', category: 'terror.content' },
    }),
    list('threatexchange', {
      source: 'threatexchange',
      connectionId: 'tx',
      counts: { live: 310_776, quarantined: 0, excluded: 0, withdrawn: 77, notMatchable: 0 },
      sync: {
        state: 'failed',
        startedAt: at(12 * minute),
        doneAt: at(2 * day),
        nextAt: at(-3 * minute),
        error: 'source-unauthorized: the source answered 401',
      },
      settings: { title: 'ThreatExchange, privacy group 4471', category: 'child.csam_known' },
    }),
    list('pilot-2025', {
      state: 'withdrawn',
      counts: { live: 0, quarantined: 0, excluded: 0, withdrawn: 9_340, notMatchable: 0 },
      sync: { ...unfetched, doneAt: at(120 * day) },
      settings: { title: 'Pilot of 2025', category: 'child.csam_known' },
    }),
  ];

  const entry = (id: string, part: Partial<z.output<typeof QuarantinedEntry>>): z.output<typeof QuarantinedEntry> => ({
    entryId: id,
    sourceId: `ncmec-${id}`,
    fingerprint: 'pdq',
    class: 'A1',
    contributors: 1,
    pictures: 141,
    ...part,
  });
  const versions: FixtureLists['versions'] = new Map(
    lists.map((one) => [
      one.listId,
      [
        {
          version: 1,
          at: one.createdAt,
          staffName: staff.admin.name,
          kind: 'created',
          details: { source: one.source, kind: one.kind, settings: one.settings },
        },
      ],
    ]),
  );
  versions.set('ncmec-industry', [
    {
      version: 3_481,
      at: at(9 * minute),
      staffName: null,
      kind: 'synced',
      details: { added: 204, changed: 3, withdrawn: 1 },
    },
    { version: 3_480, at: at(50 * minute), staffName: null, kind: 'entry-quarantined', details: { entryId: '71882' } },
    {
      version: 3_479,
      at: at(5 * 60 * minute),
      staffName: staff.other.name,
      kind: 'entry-excluded',
      details: { entryId: '50917' },
    },
    {
      version: 3_100,
      at: at(4 * day),
      staffName: staff.other.name,
      kind: 'settings',
      details: { settings: { ...settings, title: 'NCMEC, industry' } },
    },
    { version: 2, at: at(53 * day), staffName: staff.lead.name, kind: 'activated', details: {} },
    {
      version: 1,
      at: at(60 * day),
      staffName: staff.admin.name,
      kind: 'created',
      details: {
        source: 'ncmec',
        kind: 'known',
        settings: { ...settings, title: 'NCMEC, industry', legalBasis: {}, floodLimit: 20 },
      },
    },
  ]);

  const covering = (region: string): AlbumRegion['lists'] =>
    lists.flatMap(({ listId, kind, state, settings: { title, legalBasis } }) => {
      const basis = legalBasis[region];
      return kind === 'negative' || state === 'withdrawn' || basis === undefined
        ? []
        : [{ listId, title, state, legalBasis: basis }];
    });
  const region = (code: string, part: Partial<AlbumRegion>): AlbumRegion => ({
    region: code,
    checked: true,
    why: null,
    switch: null,
    lists: covering(code),
    waiting: [],
    ...part,
  });
  const none = 'No list of known pictures has a legal basis for this region.';
  const change2: AlbumRegionChange = {
    changeId: AlbumRegionChangeId.parse(randomUUID()),
    region: 'AU',
    to: 'on',
    legalBasis: 'Online Safety Act 2021 (Cth), class 1 material code',
    state: 'held',
    askedAt: at(3 * 60 * minute),
    first: person(staff.lead, 'Counsel answered on 20 November; the list’s agreement covers Australia.'),
    second: null,
  };
  return {
    lists,
    versions,
    quarantine: new Map([
      [
        'ncmec-industry',
        [entry('71882', {}), entry('71904', { pictures: 109, class: null, fingerprint: 'md5', contributors: 3 })],
      ],
    ]),
    regions: [
      region('AU', { checked: false, why: none, waiting: [change2] }),
      region('DE', {
        checked: false,
        why: `EU is switched off: ${euReason}`,
        lists: [
          { listId: ListId.parse('stopncii'), title: 'StopNCII.org', state: 'shadow', legalBasis: '§ 201a StGB' },
        ],
      }),
      region('EU', {
        checked: false,
        why: `EU is switched off: ${euReason}`,
        switch: { state: 'off', legalBasis: null, reason: euReason, changedAt: at(60 * day) },
      }),
      region('GB', {}),
      region('US', {}),
      region('US-CA', {
        checked: false,
        why: 'US-CA is switched off: Waits for the answer of counsel on the state’s act.',
        switch: {
          state: 'off',
          legalBasis: null,
          reason: 'Waits for the answer of counsel on the state’s act.',
          changedAt: at(2 * day),
        },
        lists: covering('US'),
      }),
      region('ZZ', {
        switch: {
          state: 'on',
          legalBasis: 'Rehearsals with drawn pictures only',
          reason: 'The drill.',
          changedAt: at(30 * day),
        },
        lists: [
          {
            listId: ListId.parse('own-draft'),
            title: 'Local helpline, pilot',
            state: 'shadow',
            legalBasis: 'Rehearsals',
          },
        ],
      }),
    ],
  };
}
