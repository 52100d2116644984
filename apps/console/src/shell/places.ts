import type { Permission } from '@wellhouse/protocol';
import type { MessageKey } from '../i18n/messages.ts';
import type { IconName } from '../ui/Icon.tsx';

export interface Place {
  to:
    | '/queue'
    | '/queues'
    | '/held'
    | '/policies'
    | '/macros'
    | '/lists'
    | '/regions'
    | '/team'
    | '/appeals'
    | '/misuse'
    | '/audit'
    | '/deliveries'
    | '/numbers'
    | '/quality'
    | '/calibration'
    | '/care';
  title: MessageKey;
  icon: IconName;
  permission: Permission;
  keys: string;
}

/** The console's pages, in the order of the navigation. What is not allowed isn't offered. */
export const places: readonly Place[] = [
  { to: '/queue', title: 'nav.queue', icon: 'queue', permission: 'queue.read', keys: 'g q' },
  { to: '/held', title: 'nav.held', icon: 'held', permission: 'decision.approve', keys: 'g h' },
  { to: '/policies', title: 'nav.policies', icon: 'policy', permission: 'case.read', keys: 'g y' },
  { to: '/macros', title: 'nav.macros', icon: 'macro', permission: 'case.read', keys: 'g x' },
  { to: '/appeals', title: 'nav.appeals', icon: 'appeal', permission: 'appeal.read', keys: 'g e' },
  { to: '/quality', title: 'nav.quality', icon: 'twice', permission: 'quality.review', keys: 'g s' },
  { to: '/calibration', title: 'nav.calibration', icon: 'balance', permission: 'quality.read', keys: 'g k' },
  { to: '/lists', title: 'nav.lists', icon: 'lists', permission: 'list.read', keys: 'g l' },
  { to: '/regions', title: 'nav.regions', icon: 'regions', permission: 'list.read', keys: 'g r' },
  { to: '/queues', title: 'nav.queues', icon: 'route', permission: 'queue.manage', keys: 'g w' },
  { to: '/misuse', title: 'nav.misuse', icon: 'flag', permission: 'misuse.manage', keys: 'g u' },
  { to: '/numbers', title: 'nav.numbers', icon: 'numbers', permission: 'numbers.read', keys: 'g n' },
  { to: '/deliveries', title: 'nav.deliveries', icon: 'deliveries', permission: 'delivery.read', keys: 'g d' },
  { to: '/team', title: 'nav.team', icon: 'team', permission: 'staff.read', keys: 'g t' },
  { to: '/audit', title: 'nav.audit', icon: 'audit', permission: 'audit.read', keys: 'g a' },
  { to: '/care', title: 'nav.care', icon: 'care', permission: 'case.read', keys: 'g c' },
];
