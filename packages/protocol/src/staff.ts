import { z } from 'zod';
import { StaffId, Timestamp } from './primitives.ts';

export const Role = z.enum(['viewer', 'reviewer', 'lead', 'admin']);
export type Role = z.infer<typeof Role>;

/** A built-in role, or one that the installation has made. */
export const RoleId = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/);
export type RoleId = z.infer<typeof RoleId>;

/** Every right that a route or an action can ask for. A role is a set of these; what is not granted is denied. */
export const Permission = z.enum([
  'queue.read',
  'case.read',
  'case.claim',
  'evidence.view',
  'decision.make',
  'decision.approve',
  'note.write',
  'note.send',
  'staff.read',
  'staff.manage',
  'audit.read',
  'delivery.read',
  'list.read',
  'list.propose',
  'list.approve',
  'match.answer',
  'queue.manage',
  'case.assign',
  'policy.propose',
  'policy.approve',
  'macro.manage',
  'appeal.read',
  'appeal.decide',
  'misuse.manage',
  'quality.review',
  'quality.read',
  'quality.manage',
  'care.manage',
  'role.manage',
  'numbers.read',
  'export.run',
]);
export type Permission = z.infer<typeof Permission>;

/**
 * What lets somebody do, or let others do, what cannot be undone. Giving one of these takes two people, as using it does; the
 * author of the change cannot be its second person, nor can whoever gains by it.
 */
export const twoPersonPowers = [
  'decision.approve',
  'list.approve',
  'policy.approve',
  'staff.manage',
  'role.manage',
] as const satisfies readonly Permission[];

export const StaffName = z.string().trim().min(1).max(80);
export const Password = z.string().min(12).max(256);
export const Email = z.email().max(254);

/**
 * Which cases a permission covers. `categories`: leaves of the taxonomy, or what they begin with (`hate` covers `hate.slur`);
 * `regions`: ISO 3166-1 alpha-2. Null: all. A case of no known region lies in none.
 */
export const CaseLimits = z
  .strictObject({
    categories: z
      .array(
        z
          .string()
          .max(80)
          .regex(/^[a-z][a-z0-9_.-]*$/),
      )
      .min(1)
      .max(200)
      .nullable(),
    regions: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .min(1)
      .max(300)
      .nullable(),
  })
  .meta({ id: 'CaseLimits' });
export type CaseLimits = z.infer<typeof CaseLimits>;

export const StaffMember = z
  .strictObject({
    staffId: StaffId,
    name: StaffName,
    email: Email,
    roles: z.array(RoleId),
    /** What narrows every role of this person. */
    limits: CaseLimits,
    active: z.boolean(),
    /** Has used the invitation, or comes in by single sign-on. */
    joined: z.boolean(),
    /** Has a passkey or an authenticator app. */
    secondFactor: z.boolean(),
    /** Comes in by single sign-on. */
    sso: z.boolean(),
    createdAt: Timestamp,
  })
  .meta({ id: 'StaffMember' });
export type StaffMember = z.infer<typeof StaffMember>;

export const Me = z
  .strictObject({
    staff: StaffMember,
    permissions: z.array(Permission),
    /** Sent back in `x-csrf-token` on every change. */
    csrfToken: z.string(),
    expiresAt: Timestamp,
    /** Names of those of this person's roles that were made here, by id. */
    roleNames: z.record(z.string(), z.string()),
    /** What this person is called towards users, delivery services and in exports. */
    pseudonym: z.string(),
    /** Whether a second factor is there, may come later (on loopback only), or has to be set up before anything else. */
    setUp: z.enum(['done', 'later', 'required']),
    /** Until when what cannot be undone may be done without showing the second factor again. */
    freshUntil: Timestamp.nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Login = z
  .strictObject({
    email: Email,
    password: z.string().max(256),
    /** Of the authenticator app, or a recovery code; asked for by `second-factor-needed`. */
    code: z.string().trim().max(40).optional(),
  })
  .meta({ id: 'Login' });

/** A one-time link's token, exchanged for an account that can log in. */
export const FirstLogin = z
  .strictObject({ token: z.string().min(20).max(200), name: StaffName, email: Email, password: Password })
  .meta({ id: 'FirstLogin' });

export const InviteStaff = z
  .strictObject({ email: Email, name: StaffName, roles: z.array(RoleId).min(1).max(20), limits: CaseLimits.optional() })
  .meta({ id: 'InviteStaff' });

export const StaffInvitation = z
  .strictObject({ staff: StaffMember, link: z.string(), expiresAt: Timestamp })
  .meta({ id: 'StaffInvitation' });

export const UpdateStaff = z
  .strictObject({
    roles: z.array(RoleId).max(20).optional(),
    limits: CaseLimits.optional(),
    active: z.boolean().optional(),
  })
  .meta({ id: 'UpdateStaff' });

export const AuditEntry = z
  .strictObject({
    entryId: z.string(),
    at: Timestamp,
    staffId: StaffId.nullable(),
    staffName: z.string().nullable(),
    /** Dotted verb, e.g. `evidence.view`, `decision.make`, `staff.login`. */
    action: z.string(),
    /** What it was done to, e.g. `case:…`. */
    object: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const StaffChangeKind = z.enum(['member', 'role', 'reset']);
export type StaffChangeKind = z.infer<typeof StaffChangeKind>;
export const StaffChangeState = z.enum(['waiting', 'done', 'refused', 'withdrawn', 'outdated']);
export type StaffChangeState = z.infer<typeof StaffChangeState>;

/** A power that a change gives, or gives for more cases than before. */
export const GivenPower = z.strictObject({ permission: Permission, limits: CaseLimits }).meta({ id: 'GivenPower' });
export type GivenPower = z.infer<typeof GivenPower>;

const person = z.strictObject({ staffId: StaffId, name: z.string() });

/** A change that waits for its second person, or did. */
export const StaffChange = z
  .strictObject({
    changeId: z.uuid(),
    /** `reset`: of a login; whoever holds its link becomes that member. */
    kind: StaffChangeKind,
    /** Id of the member or of the role. */
    subject: z.string(),
    subjectName: z.string(),
    /** Roles that the member would have; null where it is about no member's roles. */
    roles: z.array(RoleId).nullable(),
    gives: z.array(GivenPower),
    state: StaffChangeState,
    by: person,
    at: Timestamp,
    answeredBy: person.nullable(),
    answeredAt: Timestamp.nullable(),
    reason: z.string().nullable(),
    /** Why the reader cannot confirm it; null: they can. */
    notSecond: z.enum(['author', 'gains', 'rights', 'too-new', 'closed']).nullable(),
  })
  .meta({ id: 'StaffChange' });
export type StaffChange = z.infer<typeof StaffChange>;

/** `confirm: false` of the author withdraws it. */
export const AnswerStaffChange = z
  .strictObject({ confirm: z.boolean(), reason: z.string().trim().min(3).max(500) })
  .meta({ id: 'AnswerStaffChange' });

/** `link`: of a login that was reset; handed over by whoever confirmed it. */
export const AnsweredStaffChange = z
  .strictObject({ change: StaffChange, link: z.string().nullable() })
  .meta({ id: 'AnsweredStaffChange' });
