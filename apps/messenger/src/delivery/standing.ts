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
  /** For what reaches others; a limited person goes on with those who know them.
   * @throws {DeliveryProblem} `account-suspended` or `account-banned`, with the notice */
  requireGood(accountId: string): void;
  /** For what reaches somebody new.
   * @throws {DeliveryProblem} as `requireGood`, or `account-limited` */
  requireUnlimited(accountId: string): void;
  notices(accountId: string): Notice[];
}

export function createStandings(database: Database, clock: () => number): Standings {
  function of(accountId: string): Standing {
    const row = database.row(Row, 'SELECT state, until, notice FROM standing WHERE account_id = ?', accountId);
    if (row === undefined || row.state === 'good') return limitOf(accountId);
    if (row.state === 'suspended' && row.until !== null && row.until <= clock()) return limitOf(accountId);
    return {
      state: row.state,
      until: row.until === null ? null : new Date(row.until).toISOString(),
      notice: row.notice === null ? null : Notice.parse(JSON.parse(row.notice)),
    };
  }
  function limitOf(accountId: string): Standing {
    const sql = 'SELECT until, notice FROM account_limit WHERE account_id = ?';
    const row = database.row(z.object({ until: z.int(), notice: z.string() }), sql, accountId);
    if (row === undefined || row.until <= clock()) return good;
    return {
      state: 'limited',
      until: new Date(row.until).toISOString(),
      notice: Notice.parse(JSON.parse(row.notice)),
    };
  }
  return {
    of,
    requireUnlimited(accountId) {
      this.requireGood(accountId);
      const standing = of(accountId);
      if (standing.state === 'limited') {
        throw new DeliveryProblem('account-limited', standing.notice?.headline ?? 'this account is limited', standing);
      }
    },
    requireGood(accountId) {
      const standing = of(accountId);
      if (standing.state === 'good' || standing.state === 'limited') return;
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
