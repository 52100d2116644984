import { spawnSync } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { EmbeddedPostgresError } from './embedded-error.ts';

const nobody = 65_534;

/** How to start a PostgreSQL program as somebody else than root, which it refuses to run as. */
export interface EmbeddedUser {
  /** Words to put before the program. */
  readonly prefix: readonly string[];
  readonly spawn: { readonly uid?: number; readonly gid?: number };
  /** Makes a folder belong to that user. */
  own(path: string): Promise<void>;
}

/**
 * Not root: as we are. Root: in a user namespace where root is called nobody (files stay root's, works below /root),
 * else as the user nobody itself.
 */
export function chooseEmbeddedUser(): EmbeddedUser {
  if (process.getuid?.() !== 0) return { prefix: [], spawn: {}, own: async () => {} };
  const unshare = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (succeeds(unshare, {})) return { prefix: unshare, spawn: {}, own: async () => {} };
  const ids = { uid: nobody, gid: nobody };
  if (succeeds([], ids)) return { prefix: [], spawn: ids, own: (path) => chown(path, nobody, nobody) };
  throw new EmbeddedPostgresError(
    'embedded-root-unsupported',
    'start the embedded PostgreSQL: it refuses to run as root and this machine allows no other user; ' +
      'start as an ordinary user or set DATABASE_URL',
  );
}

function succeeds(prefix: readonly string[], ids: { uid?: number; gid?: number }): boolean {
  const [program = 'true', ...args] = [...prefix, 'true'];
  return spawnSync(program, args, { ...ids, stdio: 'ignore' }).status === 0;
}
