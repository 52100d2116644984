import { createHash } from 'node:crypto';
import { type Hub, HubRefusal, type SequenceStore } from '@wellhouse/hub';
import { z } from 'zod';
import type { Database } from './database.ts';
import type { Events } from './events.ts';
import type { Groups } from './groups.ts';
import { readPrivateMessage } from './mls-framing.ts';
import { DeliveryProblem } from './problems.ts';

export interface Messages {
  /** Numbers, stamps, stores and fans out one application message. The same bytes again are the same message. */
  accept(sender: string, groupId: string, message: Uint8Array): Promise<{ sequence: string; acceptedAt: number }>;
}

const Stored = z.object({ sequence: z.int(), accepted_at: z.int(), sender: z.string() });

/** The hub's numbering, out of the messages themselves: a number and its message are stored by one statement. */
export function sequenceStore(database: Database): SequenceStore {
  const ofGroup = (groupId: Uint8Array) => Buffer.from(groupId).toString('base64url');
  return {
    next(groupId) {
      const row = database.row(
        z.object({ next: z.int() }),
        'SELECT coalesce(max(sequence), 0) + 1 AS next FROM stamped_message WHERE group_id = ?',
        ofGroup(groupId),
      );
      return BigInt(row?.next ?? 1);
    },
    lastAcceptedAt(groupId) {
      const row = database.row(
        z.object({ at: z.int().nullable() }),
        'SELECT max(accepted_at) AS at FROM stamped_message WHERE group_id = ?',
        ofGroup(groupId),
      );
      return row?.at ?? null;
    },
  };
}

export function createMessages(deps: { database: Database; events: Events; groups: Groups; hub: Hub }): Messages {
  const { database, events, groups, hub } = deps;
  const turns = new Map<string, Promise<unknown>>();

  /** One message of a group at a time: number, stamp and row belong together. */
  function inTurn<T>(groupId: string, work: () => Promise<T>): Promise<T> {
    const result = (turns.get(groupId) ?? Promise.resolve()).then(work, work);
    turns.set(groupId, result);
    const forget = () => {
      if (turns.get(groupId) === result) turns.delete(groupId);
    };
    result.then(forget, forget);
    return result;
  }

  async function acceptInTurn(sender: string, groupId: string, message: Uint8Array) {
    const framing = readPrivateMessage(message, 'application');
    if (Buffer.from(framing.groupId).toString('base64url') !== groupId) {
      throw new DeliveryProblem('invalid-request', 'the message is of another group than it is submitted for');
    }
    groups.requireMember(sender, groupId);
    const digest = createHash('sha256').update(message).digest();
    const known = database.row(
      Stored,
      'SELECT sequence, accepted_at, sender FROM stamped_message WHERE group_id = ? AND message_sha256 = ?',
      groupId,
      digest,
    );
    if (known !== undefined) {
      if (known.sender !== sender) throw new DeliveryProblem('invalid-request', 'another member sent this message');
      return { sequence: String(known.sequence), acceptedAt: known.accepted_at };
    }
    // The number becomes the group's with the row below. One whose row is not written was never seen by anyone.
    const { stamp, sequence, acceptedAt } = await hub.accept({
      sender,
      groupId: framing.groupId,
      epoch: framing.epoch,
      message,
      authenticatedData: framing.authenticatedData,
    });
    const recipients = database.transaction(() => {
      groups.requireMember(sender, groupId);
      const current = groups.epoch(groupId);
      if (framing.epoch !== current) {
        throw new DeliveryProblem(
          'epoch-passed',
          `the group is at epoch ${current}, the message is of ${framing.epoch}`,
        );
      }
      database.run(
        'INSERT INTO stamped_message (group_id, sequence, message_sha256, sender, accepted_at) VALUES (?, ?, ?, ?, ?)',
        groupId,
        sequence,
        digest,
        sender,
        acceptedAt,
      );
      const members = groups.members(groupId);
      events.append(members, {
        type: 'message',
        groupId,
        sender,
        message: Buffer.from(message).toString('base64url'),
        stamp: Buffer.from(stamp).toString('base64url'),
      });
      return members;
    });
    events.wake(recipients);
    return { sequence: String(sequence), acceptedAt };
  }

  return {
    accept: (sender, groupId, message) =>
      inTurn(groupId, () =>
        acceptInTurn(sender, groupId, message).catch((error: unknown) => {
          if (error instanceof HubRefusal)
            throw new DeliveryProblem('not-reportable', `${error.code}: ${error.message}`);
          throw error;
        }),
      ),
  };
}
