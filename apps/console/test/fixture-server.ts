import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import {
  type AuditEntry,
  type CasePage,
  type CaseSummary,
  type Delivery,
  type Me,
  type Operation,
  type OperationId,
  operations,
  type Permission,
  type ProblemCode,
  problemBase,
  problems,
  type Role,
  StaffId,
  type StaffMember,
  type TimelineSaid,
  ViewId,
} from '@wellhouse/protocol';
import type { z } from 'zod';
import { drillPicture } from './drill-picture.ts';
import { appealHandlers, type FixtureAppeals, fixtureAppeals } from './fixture-appeals.ts';
import { careHandlers, type FixtureCare, fixtureCare, withKnown } from './fixture-care.ts';
import {
  fixtureCase,
  fixtureConversation,
  fixturePage,
  fixtureStaff,
  hub,
  password,
  rolePermissions,
} from './fixture-data.ts';
import { decisionHandlers, type FixtureDecisions, fixtureDecisions } from './fixture-decisions.ts';
import { findHandlers } from './fixture-find.ts';
import { listHandlers } from './fixture-list-handlers.ts';
import { type FixtureLists, fixtureLists } from './fixture-lists.ts';
import { noteHandlers } from './fixture-notes.ts';
import { numberHandlers } from './fixture-numbers.ts';
import { peopleHandlers } from './fixture-people.ts';
import { type FixtureQuality, fixtureQuality, qualityHandlers } from './fixture-quality.ts';
import { type FixtureQueues, fixtureQueues, queueHandlers } from './fixture-queues.ts';
import { signalHandlers } from './fixture-signals.ts';
import { type FixtureStaff, fixtureStaffState, staffHandlers } from './fixture-staff.ts';

/**
 * A server in memory that speaks the protocol and nothing else: it parses what it receives and what it sends with the
 * protocol's schemas, asks for session, permission and CSRF token, and serves the built console under the same headers
 * as apps/server. For tests of the console only.
 */
export interface Fixture {
  url: string;
  staff: Record<Role | 'other', StaffMember>;
  cases: CaseSummary[];
  pages: Map<string, CasePage>;
  decisions: FixtureDecisions;
  deliveries: z.infer<typeof Delivery>[];
  lists: FixtureLists;
  logins: FixtureStaff;
  queues: FixtureQueues;
  care: FixtureCare;
  appeals: FixtureAppeals;
  quality: FixtureQuality;
  /** Everything that was called, in order. */
  calls: { id: OperationId; staffId: string | null; params: Record<string, string>; body: unknown }[];
  /** Answers that broke the protocol, and requests that did; a test checks that there are none. */
  violations: string[];
  /** The next call of an operation is refused with this problem, once. */
  refuseNext: (id: OperationId, code: ProblemCode) => void;
  /** While set every call of the API is answered with 503. */
  down: boolean;
  cookieFor: (role: Role | 'other') => { name: string; value: string; url: string };
  endSessions: () => void;
  /** One-time token of a first login. */
  firstToken: string;
  close: () => Promise<void>;
}

const newMember = { limits: { categories: null, regions: null }, joined: true, secondFactor: false, sso: false };

function permissionsOfRoles(roles: readonly string[]): Permission[] {
  const all = Object.entries(rolePermissions).flatMap(([role, permissions]) =>
    roles.includes(role) ? permissions : [],
  );
  return [...new Set(all)];
}

class Refusal extends Error {
  readonly code: ProblemCode;
  constructor(code: ProblemCode, detail: string = problems[code].title) {
    super(detail);
    this.code = code;
  }
}

interface Call {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  staff: StaffMember | null;
  csrfToken: string;
}

/** A line of a timeline, or a note's own words. */
type Told = TimelineSaid | string;

const dist = join(import.meta.dirname, '..', 'dist');
const cookieName = 'wellhouse_session';
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export async function startFixture({ caseCount = 60, port = 0 } = {}): Promise<Fixture> {
  const now = Date.now();
  const staff = fixtureStaff(now);
  const cases = Array.from({ length: caseCount }, (_, index) => fixtureCase(index, now));
  const pages = new Map(cases.map((summary) => [summary.caseId as string, fixturePage(summary, now)]));
  const team: StaffMember[] = Object.values(staff);
  const sessions = new Map<string, { staffId: string; csrfToken: string }>();
  const audit: AuditEntry[] = [];
  const refusals = new Map<OperationId, ProblemCode>();
  const views = new Map<string, string>();

  const taken = cases[3];
  if (taken !== undefined) taken.claim = claimOf(staff.other);

  const fixture: Fixture = {
    url: '',
    staff,
    cases,
    pages,
    decisions: fixtureDecisions(now, staff),
    deliveries: fixtureDeliveries(now),
    lists: fixtureLists(now, staff),
    logins: fixtureStaffState(now),
    queues: fixtureQueues(now, staff, cases),
    care: fixtureCare(now, staff),
    appeals: fixtureAppeals(now, staff, cases),
    quality: fixtureQuality(now, staff, cases),
    calls: [],
    violations: [],
    refuseNext: (id, code) => refusals.set(id, code),
    down: false,
    cookieFor: (role) => ({ name: cookieName, value: newSession(staff[role]), url: fixture.url }),
    endSessions: () => sessions.clear(),
    firstToken: randomBytes(24).toString('base64url'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function newSession(member: StaffMember): string {
    const value = randomBytes(24).toString('base64url');
    sessions.set(value, { staffId: member.staffId, csrfToken: randomBytes(16).toString('base64url') });
    return value;
  }

  function claimOf(member: StaffMember): CaseSummary['claim'] {
    return { staffId: member.staffId, name: member.name, expiresAt: new Date(Date.now() + 600_000).toISOString() };
  }

  function meOf(member: StaffMember, csrfToken: string): Me {
    const permissions = permissionsOfRoles(member.roles);
    const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
    return {
      staff: member,
      permissions,
      csrfToken,
      expiresAt: inMs(8 * 3_600_000),
      roleNames: {},
      pseudonym: 'reviewer-7K3F9Q',
      setUp: fixture.logins.setUp,
      freshUntil: inMs(900_000),
    };
  }

  function record(call: Call, action: string, object: string | null, details: Record<string, unknown> = {}): void {
    const { staff: member } = call;
    audit.unshift({
      entryId: String(audit.length + 1),
      at: new Date().toISOString(),
      staffId: member?.staffId ?? null,
      staffName: member?.name ?? null,
      action,
      object,
      details,
    });
  }

  function pageOf(call: Call): CasePage {
    const page = pages.get(call.params.caseId ?? '');
    if (page === undefined) throw new Refusal('not-found');
    return page;
  }

  function memberOf(call: Call): StaffMember {
    if (call.staff === null) throw new Refusal('unauthenticated');
    return call.staff;
  }

  const tell = (page: CasePage, kind: CasePage['timeline'][number]['kind'], call: Call, said: Told): void => {
    const words = typeof said === 'string' ? { said: null, text: said } : { said, text: '' };
    page.timeline.push({ at: new Date().toISOString(), kind, staffName: call.staff?.name ?? null, ...words });
  };

  function claim(page: CasePage, call: Call): CaseSummary {
    const { summary } = page;
    if (summary.state !== 'open') throw new Refusal('case-closed');
    const member = memberOf(call);
    if (summary.claim !== null && summary.claim.staffId !== member.staffId) throw new Refusal('already-claimed');
    if (summary.claim === null) {
      tell(page, 'claimed', call, { code: 'claimed' });
    }
    summary.claim = claimOf(member);
    return summary;
  }

  type Handler = (call: Call, response: ServerResponse) => unknown;
  const refuse = (code: ProblemCode): never => {
    throw new Refusal(code);
  };
  const handlers: Partial<Record<OperationId, Handler>> = {
    ...staffHandlers<Call>({
      state: fixture.logins,
      now,
      team,
      cases,
      refuse,
      me: (call) => meOf(memberOf(call), call.csrfToken),
    }),
    ...listHandlers<Call>({ state: fixture.lists, memberOf, refuse, record }),
    ...appealHandlers<Call>({ state: fixture.appeals, memberOf, refuse, claimOf }),
    ...noteHandlers<Call>({ pageOf, memberOf, refuse }),
    ...findHandlers<Call>({ cases }),
    ...numberHandlers(),
    ...qualityHandlers<Call>({ state: fixture.quality, memberOf, refuse }),
    ...decisionHandlers<Call>({ state: fixture.decisions, now, pages, pageOf, memberOf, refuse, tell, record }),
    ...signalHandlers<Call>({ cases, pageOf, memberOf }),
    ...peopleHandlers<Call>({ pageOf }),
    ...careHandlers<Call>({ state: fixture.care, refuse }),
    ...queueHandlers<Call>({ state: fixture.queues, cases, team, pageOf, memberOf, refuse, claimOf }),
    firstLogin: (call, response) => {
      const body = operations.firstLogin.body.parse(call.body);
      if (body.token !== fixture.firstToken) throw new Refusal('link-used');
      fixture.firstToken = randomBytes(24).toString('base64url');
      const member: StaffMember = {
        staffId: StaffId.parse(randomUUID()),
        name: body.name,
        email: body.email,
        roles: ['admin', 'lead', 'reviewer'],
        ...newMember,
        active: true,
        createdAt: new Date().toISOString(),
      };
      team.push(member);
      return startSession(member, response);
    },
    login: (call, response) => {
      const body = operations.login.body.parse(call.body);
      const member = team.find((one) => one.email === body.email && one.active);
      if (member === undefined || body.password !== password) throw new Refusal('login-failed');
      return startSession(member, response);
    },
    logout: () => null,
    listStaff: () => ({ staff: team }),
    inviteStaff: (call) => {
      const body = operations.inviteStaff.body.parse(call.body);
      const member: StaffMember = {
        staffId: StaffId.parse(randomUUID()),
        ...newMember,
        ...body,
        limits: body.limits ?? newMember.limits,
        active: true,
        createdAt: new Date().toISOString(),
      };
      team.push(member);
      record(call, 'staff.invite', `staff:${member.staffId}`, { roles: body.roles });
      const link = `${fixture.url}/first-login#token=${randomBytes(24).toString('base64url')}`;
      return { staff: member, link, expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
    },
    updateStaff: (call) => {
      const member = team.find((one) => one.staffId === call.params.staffId);
      if (member === undefined) throw new Refusal('not-found');
      const body = operations.updateStaff.body.parse(call.body);
      if (body.roles !== undefined) member.roles = body.roles;
      if (body.active !== undefined) member.active = body.active;
      record(call, 'staff.update', `staff:${member.staffId}`, body);
      return member;
    },
    listAudit: (call) => {
      const { object } = operations.listAudit.query.parse(call.query);
      return { entries: audit.filter((entry) => object === undefined || entry.object === object), nextCursor: null };
    },
    listCases: (call) => {
      const { state, search, queueId, cursor, limit } = operations.listCases.query.parse(call.query);
      const fits = (one: CaseSummary): boolean =>
        one.state === state &&
        (queueId === undefined || one.queueId === queueId) &&
        (search === undefined || JSON.stringify([one.number, one.subject]).includes(search));
      const all = cases.filter(fits);
      const from = Number(cursor ?? 0);
      const next = from + limit;
      return {
        cases: all.slice(from, next),
        nextCursor: next < all.length ? String(next) : null,
        openCount: cases.filter((one) => one.state === 'open').length,
      };
    },
    claimNext: (call) => {
      const free = cases.find((one) => one.state === 'open' && one.claim === null);
      const page = free === undefined ? undefined : pages.get(free.caseId);
      if (page === undefined) throw new Refusal('queue-empty');
      return claim(page, call);
    },
    getCase: pageOf,
    claimCase: (call) => claim(pageOf(call), call),
    releaseCase: (call) => {
      const page = pageOf(call);
      if (page.summary.claim?.staffId !== memberOf(call).staffId) throw new Refusal('not-claimed');
      page.summary.claim = null;
      tell(page, 'released', call, { code: 'released' });
      return null;
    },
    writeNote: (call) => {
      const { text } = operations.writeNote.body.parse(call.body);
      tell(pageOf(call), 'note', call, text);
      return null;
    },
    beginEvidenceView: (call) => {
      const body = operations.beginEvidenceView.body.parse(call.body);
      const page = pages.get(body.caseId);
      if (page === undefined) throw new Refusal('not-found');
      if (page.summary.claim?.staffId !== memberOf(call).staffId && body.reason === null)
        throw new Refusal('invalid-request');
      const viewId = ViewId.parse(randomUUID());
      views.set(viewId, body.caseId);
      tell(page, 'viewed', call, { code: 'viewed', purpose: body.purpose, reason: body.reason });
      record(call, 'evidence.view', `case:${body.caseId}`, { purpose: body.purpose, reason: body.reason });
      return {
        viewId,
        caseId: body.caseId,
        startedAt: new Date().toISOString(),
        conversation: withKnown(fixtureConversation(page, now), fixture.care.known),
      };
    },
    reportEvidenceView: (call) => {
      if (!views.has(call.params.viewId ?? '')) throw new Refusal('not-found');
      return null;
    },
    getEvidencePicture: (call) => {
      if (!views.has(call.params.viewId ?? '')) throw new Refusal('not-found');
      return drillPicture(480, 320);
    },
    getAlbumEvidence: (call) => {
      if (!views.has(call.params.viewId ?? '')) throw new Refusal('not-found');
      return drillPicture(480, 320);
    },
    answerAlbumPicture: (call) => {
      const page = pageOf(call);
      const picture = page.pictures.find(({ pictureId }) => pictureId === call.params.pictureId);
      const body = operations.answerAlbumPicture.body.parse(call.body);
      const member = memberOf(call);
      if (picture === undefined) throw new Refusal('not-found');
      if (page.summary.claim?.staffId !== member.staffId) throw new Refusal('not-claimed');
      if (picture.answer !== null) throw new Refusal('picture-answered');
      const confirmed = body.answer === 'confirm';
      picture.state = confirmed ? 'removed' : 'released';
      picture.answer = {
        answer: confirmed ? 'confirmed' : 'cleared',
        reason: body.reason,
        staffName: member.name,
        at: new Date().toISOString(),
      };
      tell(page, 'picture-answered', call, {
        code: 'picture-answered',
        picture: picture.number ?? 1,
        answer: picture.answer.answer,
        reason: body.reason,
      });
      return picture;
    },
    listDeliveries: (call) => {
      const { state } = operations.listDeliveries.query.parse(call.query);
      return { deliveries: fixture.deliveries.filter((one) => state === undefined || one.state === state) };
    },
  };

  function startSession(member: StaffMember, response: ServerResponse): Me {
    const value = newSession(member);
    response.setHeader('set-cookie', `${cookieName}=${value}; HttpOnly; SameSite=Strict; Path=/`);
    return meOf(member, sessions.get(value)?.csrfToken ?? '');
  }

  const routes = Object.entries(operations).map(([id, operation]) => ({
    id: id as OperationId,
    operation: operation as Operation,
    pattern: new RegExp(`^${operation.path.replace(/:([a-zA-Z0-9]+)/g, '(?<$1>[^/]+)')}$`),
  }));

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (fixture.down) throw new Refusal('unavailable');
    const found = routes.find((route) => route.operation.method === request.method && route.pattern.test(url.pathname));
    if (found === undefined) throw new Refusal('not-found');
    const { id, operation } = found;
    const session = sessions.get(new RegExp(`${cookieName}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '');
    const member = team.find((one) => one.staffId === session?.staffId && one.active) ?? null;
    const body = await readBody(request);
    const params = Object.fromEntries(Object.entries(found.pattern.exec(url.pathname)?.groups ?? {}));
    fixture.calls.push({ id, staffId: member?.staffId ?? null, params, body });
    if (operation.access !== 'public') {
      if (member === null || session === undefined) throw new Refusal('unauthenticated');
      if (request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrfToken)
        throw new Refusal('csrf-failed');
      const permissions: readonly string[] = meOf(member, '').permissions;
      if (operation.access !== 'staff' && !permissions.includes(operation.access)) throw new Refusal('forbidden');
    }
    const refusal = refusals.get(id);
    if (refusal !== undefined) {
      refusals.delete(id);
      throw new Refusal(refusal);
    }
    const query = Object.fromEntries(url.searchParams);
    for (const [schema, value] of [
      [operation.params, params],
      [operation.query, query],
      [operation.body, body],
    ] as const) {
      const parsed = schema?.safeParse(value);
      if (parsed?.success === false) {
        fixture.violations.push(`${id} received: ${parsed.error.message}`);
        throw new Refusal('invalid-request', parsed.error.issues[0]?.message);
      }
    }
    const handler =
      id === 'getMe' ? () => (member === null ? null : meOf(member, session?.csrfToken ?? '')) : handlers[id];
    if (handler === undefined) throw new Refusal('not-found');
    const result = handler({ params, query, body, staff: member, csrfToken: session?.csrfToken ?? '' }, response);
    const [status, schema] = operation.success;
    if (schema === null) response.writeHead(status).end();
    else if (schema === 'binary') response.writeHead(status, { 'content-type': 'image/png' }).end(result);
    else {
      const parsed = schema.safeParse(result);
      if (!parsed.success) {
        fixture.violations.push(`${id} answered: ${parsed.error.message}`);
        throw new Refusal('internal');
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    }
  }

  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    const url = new URL(request.url ?? '/', 'http://fixture');
    const work = url.pathname.startsWith('/v1/') ? answer(request, response, url) : serveFile(url.pathname, response);
    work.catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : new Refusal('internal', String(error));
      if (refusal.code === 'internal') fixture.violations.push(String(error));
      const { status, title } = problems[refusal.code];
      const extra = refusal.code === 'unavailable' ? { retryAfter: 2 } : {};
      const problem = {
        type: problemBase + refusal.code,
        title,
        status,
        code: refusal.code,
        detail: refusal.message,
        ...extra,
      };
      response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('start the fixture server: no port');
  fixture.url = `http://127.0.0.1:${address.port}`;
  return fixture;
}

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
};

async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const name = extname(path) === '' ? 'index.html' : normalize(path).replace(/^[/.]+/, '');
  const bytes = await readFile(join(dist, name)).catch(() => null);
  if (bytes === null) throw new Refusal('not-found');
  response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(bytes);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

function fixtureDeliveries(now: number): z.infer<typeof Delivery>[] {
  const at = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
  const base = { hubId: hub, lastError: null, nextAttemptAt: null, deliveredAt: null };
  return [
    {
      ...base,
      deliveryId: '3',
      accountId: `night-courier@${hub}`,
      type: 'account.suspended',
      state: 'pending',
      attempts: 4,
      nextAttemptAt: at(-2),
      lastError: 'HTTP 503 from the delivery service',
      createdAt: at(9),
    },
    {
      ...base,
      deliveryId: '2',
      accountId: `prize-desk@${hub}`,
      type: 'account.warned',
      state: 'delivered',
      attempts: 1,
      createdAt: at(40),
      deliveredAt: at(40),
    },
    {
      ...base,
      deliveryId: '1',
      accountId: `q.werner@${hub}`,
      type: 'message.removed',
      state: 'dead',
      attempts: 12,
      lastError: 'HTTP 410 from the delivery service',
      createdAt: at(900),
    },
  ];
}
