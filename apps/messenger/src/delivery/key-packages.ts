import { z } from 'zod';
import type { Database } from './database.ts';
import { DeliveryProblem } from './problems.ts';

const Row = z.object({ key_package_id: z.int(), key_package: z.instanceof(Uint8Array) });

export interface KeyPackages {
  /** Replaces what is on offer. @returns how many there are now */
  publish(accountId: string, signatureKey: string, packages: readonly Uint8Array[]): number;
  /** Hands out one key package, once (RFC 9420 §16.8: never reuse). @throws {DeliveryProblem} `no-key-package` */
  claim(accountId: string): Uint8Array;
}

export function createKeyPackages(database: Database, clock: () => number): KeyPackages {
  function left(accountId: string): number {
    return (
      database.row(z.object({ n: z.int() }), 'SELECT count(*) AS n FROM key_package WHERE account_id = ?', accountId)
        ?.n ?? 0
    );
  }
  return {
    publish: (accountId, signatureKey, packages) =>
      database.transaction(() => {
        database.run(
          'INSERT OR IGNORE INTO signature_key (account_id, signature_key, added_at) VALUES (?, ?, ?)',
          accountId,
          signatureKey,
          clock(),
        );
        // Old packages may have expired, or their private halves be lost; those handed out already stay valid.
        database.run('DELETE FROM key_package WHERE account_id = ?', accountId);
        for (const keyPackage of packages) {
          database.run('INSERT INTO key_package (account_id, key_package) VALUES (?, ?)', accountId, keyPackage);
        }
        return left(accountId);
      }),
    claim(accountId) {
      const claimed = database.row(
        Row,
        `DELETE FROM key_package WHERE key_package_id =
           (SELECT key_package_id FROM key_package WHERE account_id = ? ORDER BY key_package_id LIMIT 1)
         RETURNING key_package_id, key_package`,
        accountId,
      );
      if (claimed === undefined) {
        throw new DeliveryProblem('no-key-package', `${accountId} has not opened the messenger yet`);
      }
      return claimed.key_package;
    },
  };
}
