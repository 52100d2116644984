import type { Permission } from '@wellhouse/protocol';
import type { MessageKey } from '../i18n/messages.ts';

/** Every permission once, beside those that it is given with. */
export const permissionGroups: readonly { readonly title: MessageKey; readonly permissions: readonly Permission[] }[] =
  [
    {
      title: 'permission.group.cases',
      permissions: [
        'queue.read',
        'case.read',
        'case.claim',
        'case.assign',
        'evidence.view',
        'match.answer',
        'note.write',
        'note.send',
      ],
    },
    {
      title: 'permission.group.decisions',
      permissions: ['decision.make', 'decision.approve', 'policy.propose', 'policy.approve', 'macro.manage'],
    },
    {
      title: 'permission.group.justice',
      permissions: [
        'appeal.read',
        'appeal.decide',
        'misuse.manage',
        'quality.review',
        'quality.read',
        'quality.manage',
      ],
    },
    { title: 'permission.group.lists', permissions: ['list.read', 'list.propose', 'list.approve'] },
    {
      title: 'permission.group.team',
      permissions: [
        'queue.manage',
        'care.manage',
        'numbers.read',
        'export.run',
        'staff.read',
        'staff.manage',
        'role.manage',
        'audit.read',
        'delivery.read',
      ],
    },
  ];
