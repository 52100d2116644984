import { randomUUID } from 'node:crypto';
import {
  type CaseClock,
  CaseId,
  type CasePage,
  type CaseSummary,
  type ConversationEntry,
  type Permission,
  type Policy,
  ReportId,
  type Role,
  StaffId,
  type StaffMember,
} from '@wellhouse/protocol';
import { fixturePictures } from './fixture-pictures.ts';

const minute = 60_000;
export const hub = 'messenger.localhost';

/** As apps/server/src/staff grants them. */
const viewer: readonly Permission[] = ['queue.read', 'case.read', 'list.read'];
const reviewer: readonly Permission[] = [
  ...viewer,
  'case.claim',
  'evidence.view',
  'decision.make',
  'match.answer',
  'note.write',
  'note.send',
  'appeal.read',
  'appeal.decide',
  'quality.review',
];
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  viewer,
  reviewer,
  lead: [
    ...reviewer,
    'decision.approve',
    'staff.read',
    'audit.read',
    'delivery.read',
    'list.propose',
    'list.approve',
    'queue.manage',
    'case.assign',
    'policy.propose',
    'policy.approve',
    'macro.manage',
    'misuse.manage',
    'quality.read',
    'quality.manage',
    'care.manage',
    'numbers.read',
    'export.run',
  ],
  admin: [
    'staff.read',
    'staff.manage',
    'role.manage',
    'audit.read',
    'delivery.read',
    'list.read',
    'list.propose',
    'queue.manage',
    'numbers.read',
  ],
};

export const password = 'a long enough sentence';

export function fixtureStaff(now: number): Record<Role | 'other', StaffMember> {
  const member = (name: string, email: string, roles: Role[]): StaffMember => ({
    staffId: StaffId.parse(randomUUID()),
    name,
    email,
    roles,
    limits: { categories: null, regions: null },
    active: true,
    joined: true,
    secondFactor: true,
    sso: false,
    createdAt: new Date(now - 90 * 24 * 60 * minute).toISOString(),
  });
  return {
    viewer: member('Noor Haddad', 'noor@safety.example', ['viewer']),
    reviewer: member('Robin Vale', 'robin@safety.example', ['reviewer']),
    lead: member('Lena Ortiz', 'lena@safety.example', ['lead']),
    admin: member('Adil Brandt', 'adil@safety.example', ['admin']),
    other: member('Kim Sommer', 'kim@safety.example', ['reviewer', 'lead']),
  };
}

export const policies: Policy[] = [
  {
    policyId: 'threats',
    version: '2026-11',
    title: 'Threats and violence',
    summary: 'Nobody may threaten to hurt or kill another person, or call for it.',
    categories: ['threat.life', 'threat.violence'],
  },
  {
    policyId: 'harassment',
    version: '2026-11',
    title: 'Harassment and bullying',
    summary: 'Nobody may be pursued, humiliated or ganged up on.',
    categories: ['harass.bully', 'harass.stalk'],
  },
  {
    policyId: 'fraud',
    version: '2026-11',
    title: 'Fraud and scams',
    summary: 'Nobody may be deceived out of money or accounts.',
    categories: ['fraud.scam', 'fraud.phish'],
  },
  {
    policyId: 'intimate',
    version: '2026-11',
    title: 'Intimate images without consent',
    summary: 'Intimate pictures may be shared only by and with the consent of who is in them.',
    categories: ['adult.ncii'],
  },
  {
    policyId: 'spam',
    version: '2026-11',
    title: 'Spam',
    summary: 'No unwanted bulk messages.',
    categories: ['spam.bulk'],
  },
];

const kinds: {
  category: string;
  label: string;
  priority: CaseSummary['priority'];
  minutes: number;
  why: CaseSummary['why'];
}[] = [
  {
    category: 'threat.life',
    label: 'Threat to kill or injure',
    priority: 'P0',
    minutes: 42,
    why: [
      { code: 'stands-first' },
      { code: 'harm', gravity: 'gravest' },
      { code: 'danger-now' },
      { code: 'proof', proof: 'words' },
      { code: 'reported', count: 2 },
      { code: 'trusted', count: 1 },
      { code: 'new', count: 1 },
      { code: 'waiting', weight: 'little' },
    ],
  },
  {
    category: 'child.grooming',
    label: 'Grooming of a child',
    priority: 'P1',
    minutes: 190,
    why: [
      { code: 'harm', gravity: 'grave' },
      { code: 'child' },
      { code: 'proof', proof: 'said' },
      { code: 'reported', count: 1 },
      { code: 'new', count: 1 },
      { code: 'waiting', weight: 'some' },
    ],
  },
  {
    category: 'adult.sextortion',
    label: 'Sexual extortion',
    priority: 'P1',
    minutes: -7,
    why: [
      { code: 'harm', gravity: 'grave' },
      { code: 'proof', proof: 'words' },
      { code: 'reported', count: 3 },
      { code: 'doubted', count: 1 },
      { code: 'waiting', weight: 'most' },
    ],
  },
  {
    category: 'harass.stalk',
    label: 'Stalking',
    priority: 'P2',
    minutes: 60 * 26,
    why: [
      { code: 'harm', gravity: 'serious' },
      { code: 'proof', proof: 'words' },
      { code: 'reported', count: 4 },
      { code: 'waiting', weight: 'much' },
    ],
  },
  {
    category: 'adult.ncii',
    label: 'Intimate image without consent',
    priority: 'P1',
    minutes: 12,
    why: [
      { code: 'harm', gravity: 'grave' },
      { code: 'proof', proof: 'pictures' },
      { code: 'reported', count: 0 },
      { code: 'matched', count: 3, exact: 1 },
      { code: 'waiting', weight: 'most' },
    ],
  },
  {
    category: 'hate.speech',
    label: 'Hate speech',
    priority: 'P2',
    minutes: 60 * 50,
    why: [
      { code: 'harm', gravity: 'serious' },
      { code: 'reported', count: 2 },
      { code: 'waiting', weight: 'some' },
    ],
  },
  {
    category: 'fraud.scam',
    label: 'Scam',
    priority: 'P3',
    minutes: 60 * 24 * 9,
    why: [
      { code: 'harm', gravity: 'lesser' },
      { code: 'reported', count: 3 },
      { code: 'waiting', weight: 'some' },
    ],
  },
  {
    category: 'spam.bulk',
    label: 'Spam',
    priority: 'P3',
    minutes: 60 * 24 * 14,
    why: [
      { code: 'harm', gravity: 'lesser' },
      { code: 'proof', proof: 'said' },
      { code: 'only-said' },
      { code: 'waiting', weight: 'little' },
    ],
  },
];
const levels = [
  'VERIFIED',
  'ASSERTED',
  'VERIFIED',
  'VERIFIED',
  'ATTESTED',
  'VERIFIED',
  'VERIFIED',
  'ASSERTED',
] as const;
const accounts = [
  'mal',
  'night-courier',
  'q.werner',
  'fast_money_77',
  'layla.s',
  'old-harbour',
  'prize-desk',
  'team.deals',
];

/** The case that lists of known pictures brought, and nobody's report. */
const withPictures = 4;

export function fixtureCase(index: number, now: number): CaseSummary {
  const at = index < kinds.length ? index : 3 + (index % 5);
  const kind = kinds[at] ?? kinds[0];
  if (kind === undefined) throw new Error('read fixture kinds: there are none');
  const account = accounts[at] ?? 'somebody';
  const group = index === 5;
  return {
    caseId: CaseId.parse(randomUUID()),
    number: `C-${1042 + index}`,
    subject: group
      ? { kind: 'group', groupId: 'Z3JvdXAtb2YtdGhlLWZpeHR1cmU', hubId: hub }
      : { kind: 'account', accountId: `${account}${index >= kinds.length ? index : ''}@${hub}`, hubId: hub },
    category: kind.category,
    categoryLabel: kind.label,
    priority: kind.priority,
    score: 1_000 - index,
    why: kind.why,
    level: levels[at] ?? 'VERIFIED',
    reportCount: index === 0 ? 2 : index === withPictures ? 0 : 1 + (index % 4),
    reporterCount: index === 0 ? 2 : index === withPictures ? 0 : 1 + (index % 3),
    pictureCount: index === withPictures ? 4 : 0,
    state: 'open',
    openedAt: new Date(now - (18 + index) * minute).toISOString(),
    dueAt: new Date(now + kind.minutes * minute + 30_000 + index * 1000).toISOString(),
    claim: null,
    viewers: [],
    clocks: fixtureClocks(kind, { index, now }),
    queueId: kind.category.startsWith('child') ? 'children' : 'main',
    drill: index === 7,
  };
}

function fixtureClocks(
  kind: { category: string; minutes: number },
  { index, now }: { index: number; now: number },
): CaseSummary['clocks'] {
  const opened = now - (18 + index) * minute;
  const clock = (name: CaseClock['kind'], due: number, law: string | null = null): CaseClock => ({
    kind: name,
    law,
    startedAt: new Date(opened).toISOString(),
    dueAt: new Date(due).toISOString(),
    endedAt: null,
    state: due < now ? 'broken' : 'running',
  });
  const due = now + kind.minutes * minute + 30_000 + index * 1000;
  return [
    { ...clock('review', due), endedAt: new Date(opened + minute).toISOString(), state: 'kept' },
    clock('decision', due),
    ...(kind.category === 'adult.ncii' ? [clock('law', opened + 48 * 60 * minute, 'us-take-it-down')] : []),
  ];
}

function accountOf({ subject }: CaseSummary): string {
  return subject.kind === 'account' ? subject.accountId : `mal@${hub}`;
}

export function fixturePage(summary: CaseSummary, now: number): CasePage {
  const reporters = [`ana@${hub}`, `ben@${hub}`, `cleo@${hub}`, `dan@${hub}`];
  const reports = Array.from({ length: summary.reportCount }, (_, index) => ({
    reportId: ReportId.parse(randomUUID()),
    reference: `WH-7K3F-9${index}QD`,
    reporter: reporters[index % reporters.length] ?? 'ana',
    acceptedAt: new Date(now - (18 - index * 4) * minute).toISOString(),
    category: summary.category,
    statement:
      index === 0
        ? 'He knows where I live. He sent this after I left the group chat yesterday, and a photo of my street.'
        : null,
    answers: index === 0 ? { danger: 'now', about: 'me' } : { danger: 'no', about: 'someone-else' },
    locale: index === 1 ? 'de' : 'en',
    audience: summary.category.startsWith('child') ? ('child' as const) : ('adult' as const),
    blocked: index === 0,
    wantsNotices: index !== 2,
  }));
  const earlier = {
    ...fixtureCase(12, now - 40 * 24 * 60 * minute),
    subject: summary.subject,
    state: 'decided' as const,
    number: 'C-0871',
  };
  return {
    summary,
    reports,
    pictures: summary.pictureCount > 0 ? fixturePictures(accountOf(summary), now) : [],
    decisions: [],
    notesSent: [],
    timeline: [
      {
        at: summary.openedAt,
        kind: 'opened',
        staffName: null,
        said: { code: 'opened', category: summary.category, categoryLabel: summary.categoryLabel },
        text: '',
      },
      ...reports.slice(1).map((report) => ({
        at: report.acceptedAt,
        kind: 'report-joined' as const,
        staffName: null,
        said: { code: 'report' as const, reference: report.reference, remarks: [] },
        text: '',
      })),
      {
        at: new Date(now - 9 * minute).toISOString(),
        kind: 'note',
        staffName: 'Kim Sommer',
        said: null,
        text: 'Same wording as in C-0871. The reporter asked us not to write back.',
      },
    ],
    history: summary.number === 'C-1042' ? [earlier] : [],
    suggestedPolicies: policies.filter((policy) => policy.categories.includes(summary.category)),
  };
}

/** The same every time, as ids of the evidence are. */
function itemId(number: number): string {
  return `5a1e0c5e-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function fixtureConversation(page: CasePage, now: number): ConversationEntry[] {
  if (page.summary.reportCount === 0) return [];
  const groupId = 'ZmFtaWx5LWFuZC1mcmllbmRz';
  const subject = page.summary.subject.kind === 'account' ? page.summary.subject.accountId : `mal@${hub}`;
  const reportIds = page.reports.map((report) => report.reportId);
  const at = (before: number): string => new Date(now - before * minute).toISOString();
  if (page.summary.level === 'ASSERTED') {
    return [
      {
        type: 'message',
        itemId: itemId(1),
        number: 1,
        level: 'ASSERTED',
        problems: [{ code: 'reporter-asserted', detail: 'Only the reporter vouches for these words.' }],
        role: 'reported',
        sender: subject,
        groupId: null,
        sequence: null,
        acceptedAt: null,
        kind: 'text',
        parts: [{ type: 'text', index: 1, text: 'You have won. Send the code that you get by SMS.' }],
        reportIds,
      },
    ];
  }
  const base = { type: 'message' as const, level: 'VERIFIED' as const, problems: [], groupId, kind: 'text', reportIds };
  return [
    {
      ...base,
      itemId: itemId(1),
      number: 1,
      role: 'context',
      sender: `ana@${hub}`,
      sequence: 40,
      acceptedAt: at(31),
      parts: [{ type: 'text', index: 1, text: 'I am leaving this group. Please stop writing to me.' }],
    },
    {
      ...base,
      itemId: itemId(2),
      number: 2,
      role: 'context',
      sender: subject,
      sequence: 41,
      acceptedAt: at(30),
      parts: [
        { type: 'quote', index: 1, sender: `ana@${hub}`, text: 'Please stop writing to me.' },
        { type: 'text', index: 2, text: 'You do not get to decide that.' },
      ],
    },
    { type: 'gap', groupId, from: 42, to: 42 },
    {
      ...base,
      itemId: itemId(3),
      number: 3,
      role: 'reported',
      sender: subject,
      sequence: 43,
      acceptedAt: at(27),
      reportIds: reportIds.slice(0, 1),
      parts: [{ type: 'text', index: 1, text: 'I will hurt you.' }],
    },
    {
      ...base,
      itemId: itemId(4),
      number: 4,
      role: 'reported',
      kind: 'media',
      sender: subject,
      sequence: 44,
      acceptedAt: at(26),
      parts: [
        {
          type: 'attachment',
          index: 1,
          attachmentId: 'picture-1',
          name: 'street.png',
          mediaType: 'image/png',
          size: 48_211,
          state: 'available',
          width: 480,
          height: 320,
          problem: null,
        },
        { type: 'redacted', index: 2 },
      ],
    },
    { type: 'gap', groupId, from: 45, to: 48 },
    {
      ...base,
      itemId: itemId(5),
      number: 5,
      role: 'context',
      level: 'ATTESTED',
      problems: [{ code: 'key-outside-period', detail: 'the stamp key was not in use at that time' }],
      sender: subject,
      sequence: 49,
      acceptedAt: at(21),
      parts: [
        { type: 'preview', index: 1, url: 'https://maps.example/street/12', title: 'Street 12' },
        {
          type: 'attachment',
          index: 2,
          attachmentId: null,
          name: 'later.jpg',
          mediaType: 'image/jpeg',
          size: 91_000,
          state: 'missing',
          width: null,
          height: null,
          problem: null,
        },
      ],
    },
    // names that pose as others, a part kept back in the middle, and a right-to-left override that nothing ends
    {
      ...base,
      itemId: itemId(6),
      number: 6,
      role: 'context',
      sender: subject,
      sequence: 50,
      acceptedAt: at(20),
      parts: [
        { type: 'text', index: 1, text: 'Ask ' },
        { type: 'mention', index: 2, account: `ben@${hub}`, name: `@ana@${hub}` },
        { type: 'text', index: 3, text: ' or \u202ereh rehtom, ' },
        { type: 'redacted', index: 4 },
        { type: 'text', index: 5, text: ' knows it, and so does ' },
        { type: 'mention', index: 6, account: `cleo@${hub}`, name: `@cleo@${hub}` },
      ],
    },
  ];
}
