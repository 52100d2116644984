import { EnforcementEvent } from '@wellhouse/protocol';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
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
  webhookSecret: string;
  clock: () => number;
}): Enforcement {
  const { database, events } = deps;
  const webhook = new Webhook(deps.webhookSecret);

  function verify(body: string, headers: Record<string, string>): EnforcementEvent {
    let verified: unknown;
    try {
      verified = webhook.verify(body, headers);
    } catch (error) {
      throw new DeliveryProblem(
        'webhook-refused',
        error instanceof Error ? error.message : 'cannot verify the webhook',
      );
    }
    const parsed = EnforcementEvent.safeParse(verified);
    if (!parsed.success)
      throw new DeliveryProblem('invalid-request', 'cannot read the webhook as an enforcement event');
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
        if (now.state === 'banned' || (now.until !== null && Date.parse(now.until) >= until)) return null;
        return { state: 'suspended', until };
      }
      case 'account.banned':
        return { state: 'banned', until: null };
      case 'account.restored':
        return { state: 'good', until: null };
      case 'account.warned':
      case 'message.removed':
        return null;
      default:
        return event satisfies never;
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
    database.run(
      'INSERT OR REPLACE INTO notice (account_id, reference, notice, received_at) VALUES (?, ?, ?, ?)',
      accountId,
      notice.reference,
      noticeJson,
      deps.clock(),
    );
    events.append([accountId], { type: 'notice', notice, standing: deps.standings.of(accountId) });
    const woken = new Set([accountId]);
    if (event.type === 'message.removed') {
      for (const [groupId, messages] of Map.groupBy(event.data.messages, (message) => message.groupId)) {
        const members = deps.groups.members(groupId);
        events.append(members, { type: 'messages-removed', messages });
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
        if (event.sequence <= lastSequence(event.data.accountId)) return { outcome: 'overtaken' as const, woken: [] };
        return { outcome: 'done' as const, woken: apply(event) };
      });
      events.wake(woken);
      return outcome;
    },
  };
}
