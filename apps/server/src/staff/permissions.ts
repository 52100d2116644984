import type { Permission, Role } from '@wellhouse/protocol';

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

/**
 * What each role may do; what is not listed is denied. An admin runs the team and the installation and sees neither
 * queue nor evidence: one who should review gets that role too, and the audit log shows it.
 */
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

export function isBuiltIn(roleId: string): roleId is Role {
  return Object.hasOwn(rolePermissions, roleId);
}

/** What built-in roles grant together. */
export function permissionsOf(roles: readonly Role[]): Set<Permission> {
  return new Set(roles.flatMap((role) => rolePermissions[role]));
}
