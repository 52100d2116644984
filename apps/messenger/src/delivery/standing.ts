import { Notice } from '@wellhouse/protocol';
import { z } from 'zod';
import type { Standing } from '../wire.ts';
import type { Database } from './database.ts';
import { DeliveryProblem } from './problems.ts';

const Row = z.object({
  state: z.enum(['good', 'suspended', 'banned']),
  until: z.int().nullable(),
  notice: z.string().nullable(),
});
const good: Standing = { state: 'good', until: null, notice: null };

export interface Standings {
  /** A suspension that has run out is none. */
  of(accountId: string): Standing;
  /** @throws {DeliveryProblem} `account-suspended` or `account-banned`, with the notice */
  requireGood(accountId: string): void;
  notices(accountId: string): Notice[];
}

export function createStandings(database: Database, clock: () => number): Standings {
  function of(accountId: string): Standing {
    const row = database.row(Row, 'SELECT state, until, notice FROM standing WHERE account_id = ?', accountId);
    if (row === undefined || row.state === 'good') return good;
    if (row.state === 'suspended' && row.until !== null && row.until <= clock()) return good;
    return {
      state: row.state,
      until: row.until === null ? null : new Date(row.until).toISOString(),
      notice: row.notice === null ? null : Notice.parse(JSON.parse(row.notice)),
    };
  }
  return {
    of,
    requireGood(accountId) {
      const standing = of(accountId);
      if (standing.state === 'good') return;
      const headline = standing.notice?.headline ?? 'the safety team decided so';
      throw standing.state === 'banned'
        ? new DeliveryProblem('account-banned', headline, standing)
        : new DeliveryProblem('account-suspended', headline, standing);
    },
    notices: (accountId) =>
      database
        .rows(
          z.object({ notice: z.string() }),
          'SELECT notice FROM notice WHERE account_id = ? ORDER BY received_at DESC LIMIT 50',
          accountId,
        )
        .map((row) => Notice.parse(JSON.parse(row.notice))),
  };
}
