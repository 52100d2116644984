import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from './database.ts';
import { DeliveryProblem } from './problems.ts';

export interface Blobs {
  /**
   * Keeps a picture for the people of a group.
   * @param members who is in the group now: they may fetch it after they have left, too
   * @throws {DeliveryProblem} `digest-mismatch`
   */
  put(sha256: string, groupId: string, members: readonly string[], bytes: Uint8Array): Promise<void>;
  /** The groups that it was uploaded for. */
  groupsOf(sha256: string): string[];
  /** Whether the account was in one of those groups when it was uploaded. */
  wasThereFor(sha256: string, accountId: string): boolean;
  /** @throws {DeliveryProblem} `not-found` */
  get(sha256: string): Promise<Buffer>;
}

const GroupName = z.object({ group_id: z.string() });

/** The same for a picture of other people's as for one that is not there. */
export function noSuchPicture(): DeliveryProblem {
  return new DeliveryProblem('not-found', 'there is no such picture, or it has expired');
}

/** Encrypted pictures as files named by their SHA-256, each complete or absent whatever dies when. */
export async function createBlobs(directory: string, database: Database): Promise<Blobs> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const pathOf = (sha256: string) => join(directory, sha256);
  return {
    async put(sha256, groupId, members, bytes) {
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
        throw new DeliveryProblem('digest-mismatch', 'the bytes do not have the digest in the path');
      }
      database.transaction(() => {
        database.run('INSERT OR IGNORE INTO blob_group (sha256, group_id) VALUES (?, ?)', sha256, groupId);
        for (const member of members) {
          database.run(
            'INSERT OR IGNORE INTO blob_reader (sha256, account_id, group_id) VALUES (?, ?, ?)',
            ...[sha256, member, groupId],
          );
        }
      });
      if ((await stat(pathOf(sha256)).catch(() => undefined)) !== undefined) return;
      const temporary = join(directory, `.${randomUUID()}`);
      try {
        const file = await open(temporary, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, pathOf(sha256));
        const folder = await open(directory);
        await folder.sync().finally(() => folder.close());
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    groupsOf: (sha256) =>
      database.rows(GroupName, 'SELECT group_id FROM blob_group WHERE sha256 = ?', sha256).map((row) => row.group_id),
    wasThereFor: (sha256, accountId) =>
      database.rows(
        GroupName,
        'SELECT group_id FROM blob_reader WHERE sha256 = ? AND account_id = ?',
        sha256,
        accountId,
      ).length > 0,
    async get(sha256) {
      try {
        return await readFile(pathOf(sha256));
      } catch {
        throw noSuchPicture();
      }
    },
  };
}
