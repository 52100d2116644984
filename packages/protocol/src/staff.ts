import { z } from 'zod';
import { StaffId, Timestamp } from './primitives.ts';

export const Role = z.enum(['viewer', 'reviewer', 'lead', 'admin']);
export type Role = z.infer<typeof Role>;

/** Every right that a route or an action can ask for. A role is a set of these; what is not granted is denied. */
export const Permission = z.enum([
  'queue.read',
  'case.read',
  'case.claim',
  'evidence.view',
  'decision.make',
  'decision.approve',
  'note.write',
  'staff.read',
  'staff.manage',
  'audit.read',
  'delivery.read',
  'list.read',
  'list.propose',
  'list.approve',
]);
export type Permission = z.infer<typeof Permission>;

export const StaffName = z.string().trim().min(1).max(80);
export const Password = z.string().min(12).max(256);
export const Email = z.email().max(254);

export const StaffMember = z
  .strictObject({
    staffId: StaffId,
    name: StaffName,
    email: Email,
    roles: z.array(Role),
    active: z.boolean(),
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
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Login = z.strictObject({ email: Email, password: z.string().max(256) }).meta({ id: 'Login' });

/** A one-time link's token, exchanged for an account that can log in. */
export const FirstLogin = z
  .strictObject({ token: z.string().min(20).max(200), name: StaffName, email: Email, password: Password })
  .meta({ id: 'FirstLogin' });

export const InviteStaff = z
  .strictObject({ email: Email, name: StaffName, roles: z.array(Role).min(1) })
  .meta({ id: 'InviteStaff' });

export const StaffInvitation = z
  .strictObject({ staff: StaffMember, link: z.string(), expiresAt: Timestamp })
  .meta({ id: 'StaffInvitation' });

export const UpdateStaff = z
  .strictObject({ roles: z.array(Role).optional(), active: z.boolean().optional() })
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
