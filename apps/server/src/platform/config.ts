import { resolve } from 'node:path';
import { z } from 'zod';

/** Settings of one process. Parsed once, frozen, handed down; nothing else reads the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where staff and devices reach this server; base of one-time links. No slash at the end. */
  readonly publicUrl: string;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** Folder of everything that must survive a restart. */
  readonly stateDirectory: string;
  readonly blobDirectory: string;
  readonly masterKeyFile: string;
  readonly database: {
    /** Null: run the embedded PostgreSQL in `embeddedDirectory`. */
    readonly url: string | null;
    readonly embeddedDirectory: string;
    readonly poolSize: number;
  };
  /** JSON file listing the hubs, or null when no hub is known yet. */
  readonly hubsFile: string | null;
  /** JSON file with addresses and credentials of the sources of lists, or null when there is none. */
  readonly listSourcesFile: string | null;
  /** How to appeal, in words; goes into every notice. */
  readonly appeals: string;
  /** Who reads reports, in words; shown before a report is sent. */
  readonly readers: string;
  /** How long, in seconds, a disappeared message can still be reported; devices show it to the sender before sending. */
  readonly disappearingGraceSeconds: number;
  /** Built console; served at `/` when it is there. */
  readonly consoleDirectory: string;
  readonly logLevel: string;
  readonly limits: {
    /** Reports that one reporter may hand in per minute. */
    readonly reportsPerMinute: number;
    /** Logins and first logins per minute and address. */
    readonly loginsPerMinute: number;
  };
}

export class ConfigError extends Error {
  readonly code = 'config-invalid';
  override readonly name = 'ConfigError';
}

const repository = resolve(import.meta.dirname, '../../../..');

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  WELLHOUSE_STATE: z.string().min(1).default(resolve(repository, 'var')),
  WELLHOUSE_HOST: z.string().min(1).default('127.0.0.1'),
  WELLHOUSE_PORT: z.coerce.number().int().min(0).max(65_535).default(8600),
  WELLHOUSE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  WELLHOUSE_PROXIES: z.string().default(''),
  WELLHOUSE_HUBS: z.string().min(1).optional(),
  WELLHOUSE_LIST_SOURCES: z.string().min(1).optional(),
  WELLHOUSE_APPEALS: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .default(
      'Write to the support contact of this service and give the reference of this notice. A different person will look again.',
    ),
  WELLHOUSE_READERS: z.string().trim().min(1).max(200).default('the safety team of this service'),
  WELLHOUSE_DISAPPEARING_GRACE: z.coerce.number().int().min(0).max(86_400).default(3_600),
  WELLHOUSE_MASTER_KEY_FILE: z.string().min(1).optional(),
  WELLHOUSE_CONSOLE: z.string().min(1).default(resolve(repository, 'apps/console/dist')),
  WELLHOUSE_POOL: z.coerce.number().int().min(2).max(200).default(12),
  WELLHOUSE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WELLHOUSE_REPORTS_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  WELLHOUSE_LOGINS_PER_MINUTE: z.coerce.number().int().min(1).default(20),
});

/**
 * @throws ConfigError naming every setting that cannot be used, never its value (it may be a secret).
 * @example
 * const config = loadConfig({ WELLHOUSE_PORT: '8600' });
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  // An empty setting means "not set": that is how shells and container files clear one.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`read the settings: ${lines.join('; ')}`);
  }
  const env = parsed.data;
  const state = resolve(env.WELLHOUSE_STATE);
  const host = env.WELLHOUSE_HOST.includes(':') ? `[${env.WELLHOUSE_HOST}]` : env.WELLHOUSE_HOST;
  return deepFreeze({
    host: env.WELLHOUSE_HOST,
    port: env.WELLHOUSE_PORT,
    publicUrl: (env.WELLHOUSE_PUBLIC_URL ?? `http://${host}:${env.WELLHOUSE_PORT}`).replace(/\/+$/, ''),
    trustedProxies: env.WELLHOUSE_PROXIES.split(',')
      .map((address) => address.trim())
      .filter((address) => address !== ''),
    stateDirectory: state,
    blobDirectory: resolve(state, 'blobs'),
    masterKeyFile: resolve(env.WELLHOUSE_MASTER_KEY_FILE ?? resolve(state, 'keys/master.json')),
    database: {
      url: env.DATABASE_URL ?? null,
      embeddedDirectory: resolve(state, 'postgres'),
      poolSize: env.WELLHOUSE_POOL,
    },
    hubsFile: env.WELLHOUSE_HUBS === undefined ? null : resolve(env.WELLHOUSE_HUBS),
    listSourcesFile: env.WELLHOUSE_LIST_SOURCES === undefined ? null : resolve(env.WELLHOUSE_LIST_SOURCES),
    appeals: env.WELLHOUSE_APPEALS,
    readers: env.WELLHOUSE_READERS,
    disappearingGraceSeconds: env.WELLHOUSE_DISAPPEARING_GRACE,
    consoleDirectory: resolve(env.WELLHOUSE_CONSOLE),
    logLevel: env.WELLHOUSE_LOG_LEVEL,
    limits: {
      reportsPerMinute: env.WELLHOUSE_REPORTS_PER_MINUTE,
      loginsPerMinute: env.WELLHOUSE_LOGINS_PER_MINUTE,
    },
  });
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
