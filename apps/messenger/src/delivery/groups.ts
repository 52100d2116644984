import type { GroupMembership } from '@wellhouse/hub';
import { z } from 'zod';
import { limits, type SubmitCommits } from '../wire.ts';
import type { Database } from './database.ts';
import type { Events } from './events.ts';
import { readPrivateMessage } from './mls-framing.ts';
import { DeliveryProblem } from './problems.ts';

export interface Groups {
  create(accountId: string, groupId: string): void;
  /** @throws {DeliveryProblem} `not-found`, `not-a-member` */
  requireMember(accountId: string, groupId: string): void;
  members(groupId: string): string[];
  epoch(groupId: string): bigint;
  /** One commit an epoch wins; who comes second is told `epoch-passed`. @returns the new epoch */
  commit(accountId: string, groupId: string, submission: z.infer<typeof SubmitCommits>): bigint;
  leave(accountId: string, groupId: string): void;
  /**
   * The groups out of these that the account is or was in, and in which epochs: what it may report from. The span of a
   * member ends with the epoch of now: what comes later is for a later token.
   */
  membershipsOf(accountId: string, groupIds: readonly string[]): GroupMembership[];
}

const Name = z.object({ account_id: z.string() });
const Span = z.object({ from: z.int(), to: z.int() });

export function createGroups(database: Database, events: Events, clock: () => number): Groups {
  function epoch(groupId: string): bigint {
    const row = database.row(z.object({ epoch: z.int() }), 'SELECT epoch FROM chat_group WHERE group_id = ?', groupId);
    if (row === undefined) throw new DeliveryProblem('not-found', 'there is no such group');
    return BigInt(row.epoch);
  }

  function members(groupId: string): string[] {
    const rows = database.rows(
      Name,
      'SELECT account_id FROM member WHERE group_id = ? AND left_at IS NULL ORDER BY joined_at',
      groupId,
    );
    return rows.map((row) => row.account_id);
  }

  function requireMember(accountId: string, groupId: string): void {
    epoch(groupId);
    if (!members(groupId).includes(accountId)) {
      throw new DeliveryProblem('not-a-member', `${accountId} is not in this group`);
    }
  }

  /** @param from the epoch that the account's welcome leads into */
  function admit(groupId: string, accountId: string, from: bigint): void {
    if (database.row(Name, 'SELECT account_id FROM account WHERE account_id = ?', accountId) === undefined) {
      throw new DeliveryProblem('not-found', `there is no account ${accountId}`);
    }
    database.run(
      `INSERT INTO member (group_id, account_id, joined_at) VALUES (?, ?, ?)
       ON CONFLICT (group_id, account_id) DO UPDATE SET joined_at = excluded.joined_at, left_at = NULL`,
      groupId,
      accountId,
      clock(),
    );
    // Another device of a member's account begins nothing: the account is in the group already.
    database.run(
      `INSERT INTO member_span (group_id, account_id, from_epoch)
       SELECT ?1, ?2, ?3 WHERE NOT EXISTS
         (SELECT 1 FROM member_span WHERE group_id = ?1 AND account_id = ?2 AND to_epoch IS NULL)`,
      groupId,
      accountId,
      from,
    );
  }

  /** @param to the last epoch whose messages the account can read */
  function dismiss(groupId: string, accountId: string, to: bigint): void {
    database.run(
      'UPDATE member_span SET to_epoch = ? WHERE group_id = ? AND account_id = ? AND to_epoch IS NULL',
      to,
      groupId,
      accountId,
    );
    database.run(
      'UPDATE member SET left_at = ? WHERE group_id = ? AND account_id = ? AND left_at IS NULL',
      clock(),
      groupId,
      accountId,
    );
  }

  return {
    epoch,
    members,
    requireMember,
    create(accountId, groupId) {
      database.transaction(() => {
        const made = database.run(
          'INSERT OR IGNORE INTO chat_group (group_id, epoch, created_at) VALUES (?, 0, ?)',
          groupId,
          clock(),
        );
        if (made === 0) throw new DeliveryProblem('group-exists', 'choose another random group id');
        admit(groupId, accountId, 0n);
      });
    },
    commit(accountId, groupId, submission) {
      const first = BigInt(submission.epoch);
      const commits = submission.commits.map((text) => ({
        text,
        framing: readPrivateMessage(Buffer.from(text, 'base64url'), 'commit'),
      }));
      for (const [index, { framing }] of commits.entries()) {
        if (Buffer.from(framing.groupId).toString('base64url') !== groupId || framing.epoch !== first + BigInt(index)) {
          throw new DeliveryProblem(
            'invalid-request',
            'the commit is of another group or epoch than it is submitted for',
          );
        }
      }
      if (submission.added.length > 0 !== (submission.welcome !== null)) {
        throw new DeliveryProblem('invalid-request', 'new members need a welcome, and a welcome needs new members');
      }
      const { woken, next } = database.transaction(() => {
        requireMember(accountId, groupId);
        const current = epoch(groupId);
        if (first !== current) {
          throw new DeliveryProblem('epoch-passed', `the group is at epoch ${current}, the commit is of ${first}`);
        }
        const before = members(groupId);
        for (const removed of submission.removed) dismiss(groupId, removed, first);
        const stayed = members(groupId);
        // A welcome leads into the epoch after the first commit.
        for (const added of submission.added) admit(groupId, added, first + 1n);
        const after = members(groupId);
        if (after.length > limits.members) {
          throw new DeliveryProblem('too-large', `a group has at most ${limits.members} members`);
        }
        if (submission.welcome !== null) {
          events.append(submission.added, { type: 'welcome', groupId, welcome: submission.welcome });
        }
        for (const [index, { text, framing }] of commits.entries()) {
          // What follows the first commit concerns new members too.
          const recipients = index === 0 ? stayed : after;
          events.append(recipients, {
            type: 'commit',
            groupId,
            sender: accountId,
            epoch: String(framing.epoch),
            commit: text,
          });
        }
        const gone = before.filter((member) => !after.includes(member));
        if (gone.length > 0) events.append(gone, { type: 'removed-from-group', groupId });
        const next = first + BigInt(commits.length);
        database.run('UPDATE chat_group SET epoch = ? WHERE group_id = ?', next, groupId);
        return { woken: new Set([...before, ...after]), next };
      });
      events.wake([...woken]);
      return next;
    },
    leave(accountId, groupId) {
      const stayed = database.transaction(() => {
        requireMember(accountId, groupId);
        // Its leaf stays in the tree until another device takes it out, but nothing more is delivered to it.
        dismiss(groupId, accountId, epoch(groupId));
        const stayed = members(groupId);
        events.append(stayed, { type: 'left', groupId, accountId });
        events.append([accountId], { type: 'removed-from-group', groupId });
        return stayed;
      });
      events.wake([...stayed, accountId]);
    },
    membershipsOf: (accountId, groupIds) =>
      [...new Set(groupIds)].flatMap((groupId) => {
        const spans = database.rows(
          Span,
          `SELECT from_epoch AS "from", coalesce(to_epoch, epoch) AS "to"
           FROM member_span JOIN chat_group USING (group_id) WHERE group_id = ? AND account_id = ? ORDER BY from_epoch`,
          groupId,
          accountId,
        );
        return spans.length > 0 ? [{ groupId, spans }] : [];
      }),
  };
}
