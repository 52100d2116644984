import { type EnforcementEvent, HubEvent } from '@wellhouse/protocol';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { AlbumPictures } from './album-pictures.ts';
import type { Database } from './database.ts';
import type { Events } from './events.ts';
import type { Groups } from './groups.ts';
import { DeliveryProblem } from './problems.ts';
import type { Standings } from './standing.ts';

export interface Enforcement {
  /**
   * Takes one webhook of the safety server (Standard Webhooks). A repeated or overtaken one changes nothing.
   *
   * @param body the raw bytes as received: the signature covers these
   * @throws {DeliveryProblem} `webhook-refused` or `invalid-request`
   */
  receive(body: string, headers: Record<string, string>): 'done' | 'repeated' | 'overtaken';
}

export function createEnforcement(deps: {
  database: Database;
  events: Events;
  groups: Groups;
  standings: Standings;
  pictures: Pick<AlbumPictures, 'hear'>;
  webhookSecret: string;
  clock: () => number;
}): Enforcement {
  const { database, events } = deps;
  const webhook = new Webhook(deps.webhookSecret);

  function verify(body: string, headers: Record<string, string>): HubEvent {
    let verified: unknown;
    try {
      verified = webhook.verify(body, headers);
    } catch (error) {
      throw new DeliveryProblem(
        'webhook-refused',
        error instanceof Error ? error.message : 'cannot verify the webhook',
      );
    }
    const parsed = HubEvent.safeParse(verified);
    if (!parsed.success) throw new DeliveryProblem('invalid-request', 'cannot read the webhook as an event');
    return parsed.data;
  }

  function lastSequence(accountId: string): number {
    const row = database.row(
      z.object({ sequence: z.int() }),
      'SELECT sequence FROM standing WHERE account_id = ?',
      accountId,
    );
    return row?.sequence ?? -1;
  }

  /**
   * New standing, or null where the event leaves it as it is. Decisions on several cases meet here: only a restoration
   * makes things better, so a suspension neither opens a closed account nor shortens another suspension.
   */
  function standingAfter(event: EnforcementEvent): { state: string; until: number | null } | null {
    switch (event.type) {
      case 'account.suspended': {
        const until = Date.parse(event.data.until);
        const now = deps.standings.of(event.data.accountId);
        const longer = now.state === 'suspended' && now.until !== null && Date.parse(now.until) >= until;
        if (now.state === 'banned' || longer) return null;
        return { state: 'suspended', until };
      }
      case 'account.banned':
        return { state: 'banned', until: null };
      case 'account.restored': {
        const { banned, suspendedUntil } = event.data.standing;
        if (banned) return { state: 'banned', until: null };
        if (suspendedUntil !== null) return { state: 'suspended', until: Date.parse(suspendedUntil) };
        return { state: 'good', until: null };
      }
      case 'account.limited':
      case 'account.warned':
      case 'appeal.answered':
      case 'message.removed':
      case 'message.restored':
        return null;
      default:
        return event satisfies never;
    }
  }

  /** Beside the rest: a suspension that ends leaves a limit that has not. */
  function limit(event: EnforcementEvent): void {
    const { accountId, notice } = event.data;
    if (event.type === 'account.limited') {
      database.run(
        `INSERT INTO account_limit (account_id, until, notice) VALUES (?, ?, ?)
         ON CONFLICT (account_id) DO UPDATE SET until = excluded.until, notice = excluded.notice
           WHERE excluded.until > account_limit.until`,
        accountId,
        Date.parse(event.data.until),
        JSON.stringify(notice),
      );
    } else if (event.type === 'account.restored') {
      const until = event.data.standing.limitedUntil;
      if (until === null) database.run('DELETE FROM account_limit WHERE account_id = ?', accountId);
      else database.run('UPDATE account_limit SET until = ? WHERE account_id = ?', Date.parse(until), accountId);
    }
  }

  function apply(event: EnforcementEvent): string[] {
    const { accountId, notice } = event.data;
    const noticeJson = JSON.stringify(notice);
    const standing = standingAfter(event);
    database.run(
      `INSERT INTO standing (account_id, state, until, notice, sequence) VALUES (?, 'good', NULL, NULL, ?)
       ON CONFLICT (account_id) DO UPDATE SET sequence = excluded.sequence`,
      accountId,
      event.sequence,
    );
    if (standing !== null) {
      database.run(
        'UPDATE standing SET state = ?, until = ?, notice = ? WHERE account_id = ?',
        standing.state,
        standing.until,
        noticeJson,
        accountId,
      );
    }
    limit(event);
    database.run(
      'INSERT OR REPLACE INTO notice (account_id, reference, notice, received_at) VALUES (?, ?, ?, ?)',
      accountId,
      notice.reference,
      noticeJson,
      deps.clock(),
    );
    events.append([accountId], { type: 'notice', notice, standing: deps.standings.of(accountId) });
    const woken = new Set([accountId]);
    if (event.type === 'message.removed' || event.type === 'message.restored') {
      const type = event.type === 'message.removed' ? ('messages-removed' as const) : ('messages-restored' as const);
      for (const [groupId, messages] of Map.groupBy(event.data.messages, (message) => message.groupId)) {
        const members = deps.groups.members(groupId);
        events.append(members, { type, messages });
        for (const member of members) woken.add(member);
      }
    }
    return [...woken];
  }

  return {
    receive(body, headers) {
      const event = verify(body, headers);
      const id = headers['webhook-id'] ?? '';
      const { outcome, woken } = database.transaction(() => {
        const fresh = database.run(
          'INSERT OR IGNORE INTO webhook (webhook_id, received_at) VALUES (?, ?)',
          id,
          deps.clock(),
        );
        if (fresh === 0) return { outcome: 'repeated' as const, woken: [] };
        if (event.type === 'album-picture.changed') {
          const told = deps.pictures.hear(event.data.picture, event.data.notice);
          return { outcome: told === null ? ('overtaken' as const) : ('done' as const), woken: told ?? [] };
        }
        if (event.sequence <= lastSequence(event.data.accountId)) return { outcome: 'overtaken' as const, woken: [] };
        return { outcome: 'done' as const, woken: apply(event) };
      });
      events.wake(woken);
      return outcome;
    },
  };
}
