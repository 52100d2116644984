import type { Permission } from '@wellhouse/protocol';
import type { MessageKey } from '../i18n/messages.ts';
import type { IconName } from '../ui/Icon.tsx';

export interface Place {
  to: '/queue' | '/held' | '/team' | '/audit' | '/deliveries';
  title: MessageKey;
  icon: IconName;
  permission: Permission;
  keys: string;
}

/** The console's pages, in the order of the navigation. What is not allowed isn't offered. */
export const places: readonly Place[] = [
  { to: '/queue', title: 'nav.queue', icon: 'queue', permission: 'queue.read', keys: 'g q' },
  { to: '/held', title: 'nav.held', icon: 'held', permission: 'decision.approve', keys: 'g h' },
  { to: '/deliveries', title: 'nav.deliveries', icon: 'deliveries', permission: 'delivery.read', keys: 'g d' },
  { to: '/team', title: 'nav.team', icon: 'team', permission: 'staff.read', keys: 'g t' },
  { to: '/audit', title: 'nav.audit', icon: 'audit', permission: 'audit.read', keys: 'g a' },
];
