import type { ClientContext } from './context.ts';
import type { HubTime } from './disappearing/hub-time.ts';
import { nextMoment } from './recontact/moments.ts';
import type { StoredBlock } from './storage/wellhouse-storage.ts';

export interface BlockList {
  /** Blocks on this device. Tells nobody; the delivery service hears of it only if the messenger says so. */
  block(accountId: string): Promise<void>;
  unblock(accountId: string): Promise<void>;
  isBlocked(accountId: string): Promise<boolean>;
  blocked(): Promise<StoredBlock[]>;
}

export function createBlockList({ storage, clock, emit }: ClientContext, hubTime: HubTime): BlockList {
  return {
    async block(accountId) {
      const { time } = await hubTime.now();
      const block = { accountId, blockedAt: clock(), moment: await nextMoment({ storage, clock }), hubTime: time };
      await storage.update('block', accountId, (current) => current ?? block);
      emit({ type: 'blocked' });
    },
    async unblock(accountId) {
      await storage.write([{ store: 'block', key: accountId, value: null }]);
      emit({ type: 'blocked' });
    },
    async isBlocked(accountId) {
      return (await storage.get('block', accountId)) !== undefined;
    },
    blocked: () => storage.list('block'),
  };
}
