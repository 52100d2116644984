import { randomUUID } from 'node:crypto';
import {
  type Account,
  CaseId,
  type EvidenceRead,
  type OperationId,
  operations,
  PasskeyId,
  type ProblemCode,
  Role,
  SessionId,
  type StaffChange,
  type StaffMember,
  type StaffRole,
  type StaffSession,
  ViewId,
} from '@wellhouse/protocol';
import { rolePermissions } from './fixture-data.ts';

const everything = { categories: null, regions: null };
const minute = 60_000;

/** Logins, roles, sessions and looks at evidence of the fixture. */
export interface FixtureStaff {
  account: Account;
  sessions: StaffSession[];
  roles: StaffRole[];
  changes: StaffChange[];
  /** The next change asks for the second factor again until `stepUp` was called. */
  stale: boolean;
  setUp: 'done' | 'later' | 'required';
}

export function fixtureStaffState(now: number): FixtureStaff {
  const at = (before: number): string => new Date(now - before * minute).toISOString();
  const session = (device: string | null, way: StaffSession['way'], seen: number, current = false): StaffSession => ({
    sessionId: SessionId.parse(randomUUID()),
    device,
    way,
    createdAt: at(seen + 90),
    lastSeenAt: at(seen),
    current,
  });
  return {
    account: {
      passkeys: [
        {
          passkeyId: PasskeyId.parse(randomUUID()),
          name: 'Blue key',
          createdAt: at(90 * 1440),
          lastUsedAt: at(70),
          synced: false,
        },
        {
          passkeyId: PasskeyId.parse(randomUUID()),
          name: 'Phone',
          createdAt: at(1440),
          lastUsedAt: null,
          synced: true,
        },
      ],
      totp: { createdAt: at(30 * 1440) },
      recoveryCodesLeft: 8,
      hasPassword: true,
      sso: null,
      canAddPasskey: true,
    },
    sessions: [
      session('Firefox on Linux', 'passkey', 1, true),
      session('Safari on iOS', 'password-totp', 35),
      session(null, 'password-recovery', 55),
    ],
    changes: [],
    roles: [
      ...Role.options.map((role) => ({
        roleId: role,
        name: role,
        builtIn: true,
        permissions: [...rolePermissions[role]],
        limits: everything,
        memberCount: 1,
      })),
      {
        roleId: 'role-5f0c1a2b3c4d',
        name: 'Child safety, Germany',
        builtIn: false,
        permissions: ['queue.read', 'case.read', 'case.claim', 'evidence.view', 'decision.make'],
        limits: { categories: ['child'], regions: ['DE', 'AT'] },
        memberCount: 2,
      },
    ],
    stale: false,
    setUp: 'done',
  };
}

interface Tools<Call> {
  state: FixtureStaff;
  now: number;
  team: readonly StaffMember[];
  cases: readonly { caseId: string; number: string; category: string }[];
  refuse: (code: ProblemCode) => never;
  me: (call: Call) => unknown;
}

type StaffCall = {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  staff: StaffMember | null;
};

export function staffHandlers<Call extends StaffCall>({ state, now, team, cases, refuse, me }: Tools<Call>) {
  const { account } = state;
  const fresh = (): void => {
    if (state.stale) refuse('step-up-required');
  };
  const handlers: Partial<Record<OperationId, (call: Call) => unknown>> = {
    getLoginWays: () => ({ password: true, passkey: true, sso: { name: 'Example ID' } }),
    getAccount: () => account,
    renamePasskey: (call) => {
      const { name } = operations.renamePasskey.body.parse(call.body);
      const passkey = account.passkeys.find((one) => one.passkeyId === call.params.passkeyId);
      if (passkey === undefined) return refuse('not-found');
      passkey.name = name;
      return account;
    },
    removePasskey: (call) => {
      fresh();
      account.passkeys = account.passkeys.filter((one) => one.passkeyId !== call.params.passkeyId);
      return account;
    },
    beginTotp: () => {
      fresh();
      const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPAAAA';
      return { uri: `otpauth://totp/Wellhouse:robin%40safety.example?issuer=Wellhouse&secret=${secret}`, secret };
    },
    addTotp: (call) => {
      if (operations.addTotp.body.parse(call.body).code !== '123456') return refuse('second-factor-wrong');
      account.totp = { createdAt: new Date().toISOString() };
      return account;
    },
    removeTotp: () => {
      fresh();
      account.totp = null;
      return account;
    },
    renewRecoveryCodes: () => {
      fresh();
      account.recoveryCodesLeft = 10;
      return { codes: Array.from({ length: 10 }, (_, index) => `7K3F-9QDA-BCDE-${String(index).padStart(4, '0')}`) };
    },
    changePassword: () => null,
    beginStepUp: () => ({ passkey: null, totp: true, password: false, sso: null }),
    stepUp: (call) => {
      const body = operations.stepUp.body.parse(call.body);
      if (!('code' in body) || body.code !== '123456') return refuse('second-factor-wrong');
      state.stale = false;
      return me(call);
    },
    listSessions: () => ({ sessions: state.sessions }),
    revokeSession: (call) => {
      state.sessions = state.sessions.filter((one) => one.sessionId !== call.params.sessionId);
      return null;
    },
    revokeOtherSessions: () => {
      state.sessions = state.sessions.filter((one) => one.current);
      return null;
    },
    listMemberSessions: () => ({ sessions: state.sessions.map((one) => ({ ...one, current: false })) }),
    revokeMemberSessions: () => {
      fresh();
      return null;
    },
    resetLogin: (call) => {
      fresh();
      const staff = team.find((one) => one.staffId === call.params.staffId);
      if (staff === undefined) return refuse('not-found');
      const link = `http://127.0.0.1/first-login#token=${'r'.repeat(43)}`;
      return { staff, link, expiresAt: new Date(now + 86_400_000).toISOString() };
    },
    listRoles: () => ({ roles: state.roles }),
    createRole: (call) => {
      fresh();
      const body = operations.createRole.body.parse(call.body);
      const role: StaffRole = { ...body, roleId: `role-${randomUUID().slice(0, 8)}`, builtIn: false, memberCount: 0 };
      state.roles.push(role);
      return role;
    },
    updateRole: (call) => {
      const role = state.roles.find((one) => one.roleId === call.params.roleId && !one.builtIn);
      if (role === undefined) return refuse('not-found');
      return Object.assign(role, operations.updateRole.body.parse(call.body));
    },
    deleteRole: (call) => {
      state.roles = state.roles.filter((one) => one.roleId !== call.params.roleId);
      return null;
    },
    listStaffChanges: (call) => {
      const me = call.staff?.staffId;
      return {
        changes: state.changes.map((one) => ({
          ...one,
          notSecond:
            one.state !== 'waiting' ? 'closed' : one.by.staffId === me ? 'author' : one.subject === me ? 'gains' : null,
        })),
      };
    },
    answerStaffChange: (call) => {
      fresh();
      const { confirm } = operations.answerStaffChange.body.parse(call.body);
      const change = state.changes.find((one) => one.changeId === call.params.changeId && one.state === 'waiting');
      if (change === undefined) return refuse('change-outdated');
      const own = change.by.staffId === call.staff?.staffId;
      if (confirm && own) return refuse('same-person');
      change.state = confirm ? 'done' : own ? 'withdrawn' : 'refused';
      const member = team.find((one) => one.staffId === change.subject);
      if (confirm && member !== undefined && change.roles !== null) member.roles = change.roles;
      return { change: { ...change, notSecond: 'closed' as const }, link: null };
    },
    listEvidenceReads: (call) => {
      const query = operations.listEvidenceReads.query.parse(call.query);
      const reads = cases.slice(0, 6).map((one, index): EvidenceRead => {
        const member = team[1 + (index % 4)];
        return {
          viewId: ViewId.parse(randomUUID()),
          caseId: CaseId.parse(one.caseId),
          caseNumber: one.number,
          category: one.category,
          staffId: member?.staffId ?? team[0]?.staffId ?? refuse('internal'),
          staffName: member?.name ?? '',
          purpose: index === 2 ? 'second-person' : 'review',
          reason: index === 2 ? 'The author asked me to look at the pictures once more.' : null,
          startedAt: new Date(now - index * 47 * minute).toISOString(),
          endedAt: index === 0 ? null : new Date(now - (index * 47 - 3) * minute).toISOString(),
          visibleMs: 35_000 * (index + 1),
          items: 1 + index * 4,
          pictures: index % 3,
          uncoveredMs: (index % 3) * 4_500,
        };
      });
      const fits = (read: EvidenceRead): boolean =>
        (query.staffId === undefined || read.staffId === query.staffId) &&
        (query.case === undefined || [read.caseId as string, read.caseNumber].includes(query.case));
      return { reads: reads.filter(fits), nextCursor: null };
    },
  };
  return handlers;
}
