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
  /** The groups out of these that the account is or was in: what it may report from. */
  everMemberOf(accountId: string, groupIds: readonly string[]): string[];
}

const Name = z.object({ account_id: z.string() });

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

  function admit(groupId: string, accountId: string): void {
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
  }

  function dismiss(groupId: string, accountId: string): void {
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
        admit(groupId, accountId);
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
        for (const removed of submission.removed) dismiss(groupId, removed);
        const stayed = members(groupId);
        for (const added of submission.added) admit(groupId, added);
        const after = members(groupId);
        if (after.length > limits.members) {
          throw new DeliveryProblem('too-large', `a group has at most ${limits.members} members`);
        }
        if (submission.welcome !== null) {
          events.append(submission.added, { type: 'welcome', groupId, welcome: submission.welcome });
        }
        for (const [index, { text, framing }] of commits.entries()) {
          // A welcome leads into the epoch after the first commit; what follows concerns new members too.
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
        dismiss(groupId, accountId);
        const stayed = members(groupId);
        events.append(stayed, { type: 'left', groupId, accountId });
        events.append([accountId], { type: 'removed-from-group', groupId });
        return stayed;
      });
      events.wake([...stayed, accountId]);
    },
    everMemberOf: (accountId, groupIds) =>
      groupIds.filter((groupId) => {
        const found = database.row(
          Name,
          'SELECT account_id FROM member WHERE group_id = ? AND account_id = ?',
          groupId,
          accountId,
        );
        return found !== undefined;
      }),
  };
}
