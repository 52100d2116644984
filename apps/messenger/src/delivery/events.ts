import { z } from 'zod';
import { DeliveryEvent, limits, type NewEvent } from '../wire.ts';
import type { Database } from './database.ts';

const Row = z.object({ event_id: z.int(), body: z.string(), created_at: z.int() });

export interface Events {
  /** Puts one event into the inboxes of all recipients. Call inside the transaction that caused it. */
  append(recipients: readonly string[], event: NewEvent): void;
  /** Tells connected devices to catch up. Call after the transaction is committed. */
  wake(recipients: readonly string[]): void;
  /** What the account has not read yet, oldest first. */
  after(accountId: string, cursor: number): { events: DeliveryEvent[]; more: boolean; now: number };
  /** @returns a function that ends the subscription */
  subscribe(accountId: string, listener: () => void): () => void;
  /** Deletes what every device had time to fetch. */
  prune(olderThan: number): void;
}

export function createEvents(database: Database, clock: () => number): Events {
  const listeners = new Map<string, Set<() => void>>();
  return {
    append(recipients, event) {
      const row = database.row(
        z.object({ event_id: z.int() }),
        'INSERT INTO event (body, created_at) VALUES (?, ?) RETURNING event_id',
        JSON.stringify(event),
        clock(),
      );
      if (row === undefined) throw new Error('cannot store the event');
      for (const accountId of recipients) {
        database.run('INSERT INTO inbox (account_id, event_id) VALUES (?, ?)', accountId, row.event_id);
      }
    },
    wake(recipients) {
      for (const accountId of recipients) for (const listener of listeners.get(accountId) ?? []) listener();
    },
    after(accountId, cursor) {
      const rows = database.rows(
        Row,
        `SELECT event.event_id, event.body, event.created_at FROM inbox JOIN event USING (event_id)
         WHERE inbox.account_id = ? AND inbox.event_id > ? ORDER BY inbox.event_id LIMIT ?`,
        accountId,
        cursor,
        limits.eventsPerPage + 1,
      );
      const events = rows
        .slice(0, limits.eventsPerPage)
        .map((row) => DeliveryEvent.parse({ ...JSON.parse(row.body), id: row.event_id, at: row.created_at }));
      return { events, more: rows.length > limits.eventsPerPage, now: clock() };
    },
    subscribe(accountId, listener) {
      const set = listeners.get(accountId) ?? new Set();
      listeners.set(accountId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(accountId);
      };
    },
    prune(olderThan) {
      database.run('DELETE FROM event WHERE created_at < ?', olderThan);
    },
  };
}
