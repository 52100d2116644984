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
  /** JSON file of helplines that stand over the shipped ones, or null. */
  readonly contactsFile: string | null;
  /** JSON file with addresses and credentials of the sources of lists, or null when there is none. */
  readonly listSourcesFile: string | null;
  /** Origins from which the routes of Hasher-Matcher-Actioner may fetch a picture that is named by its address. */
  readonly hmaOrigins: readonly string[];
  /** How long, in seconds, what a decision does waits before it leaves the house, so that a slip can be undone unheard. */
  readonly undoGraceSeconds: number;
  /** How to appeal, in words; goes into every notice. */
  readonly appeals: string;
  /** Who reads reports, in words; shown before a report is sent. */
  readonly readers: string;
  /** How long, in seconds, a disappeared message can still be reported; devices show it to the sender before sending. */
  readonly disappearingGraceSeconds: number;
  /** Bearer token of the installation's monitoring; null: `/metrics` is not there. */
  readonly metricsToken: string | null;
  /** `later`: a member may put off a second factor; only where nobody beyond this machine can log in. */
  readonly secondFactor: 'required' | 'later';
  /** Where people of the team log in for everything (OpenID Connect), or null. */
  readonly sso: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** What people call it: "Example ID". */
    readonly name: string;
    /** Passwords are off; passkeys stay, so that a provider that is down locks nobody out. */
    readonly only: boolean;
  } | null;
  /** How people are called before clocks break; null: not this way. */
  readonly pages: {
    readonly webhook: { readonly url: string; readonly secret: string } | null;
    readonly mail: {
      /** `smtp://` or `smtps://`, with name and password where the server wants them. */
      readonly smtpUrl: string;
      readonly from: string;
      /** Written to besides whoever is on duty. */
      readonly to: readonly string[];
    } | null;
    /** Of the webhook's words, and of mail to addresses of which no other language is known; one of the taxonomy's. */
    readonly language: string;
  };
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
  WELLHOUSE_CONTACTS: z.string().min(1).optional(),
  WELLHOUSE_LIST_SOURCES: z.string().min(1).optional(),
  WELLHOUSE_HMA_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
    .refine(
      (origins) => origins.every(isOrigin),
      'list origins such as https://media.example.org, with commas between',
    ),
  WELLHOUSE_APPEALS: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .default(
      'Write to the support contact of this service and give the reference that a notice of a decision carries. A different person will look again.',
    ),
  WELLHOUSE_UNDO_GRACE: z.coerce.number().int().min(0).max(300).default(10),
  WELLHOUSE_READERS: z.string().trim().min(1).max(200).default('the safety team of this service'),
  WELLHOUSE_DISAPPEARING_GRACE: z.coerce.number().int().min(0).max(86_400).default(3_600),
  WELLHOUSE_METRICS_TOKEN: z.string().min(20, 'use at least 20 characters').max(200).optional(),
  WELLHOUSE_SECOND_FACTOR: z.enum(['required', 'later']).optional(),
  WELLHOUSE_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((text) => text.startsWith('https:') || isLoopback(new URL(text).hostname), 'use https')
    .optional(),
  WELLHOUSE_OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
  WELLHOUSE_OIDC_CLIENT_SECRET: z.string().min(1).max(2_000).optional(),
  WELLHOUSE_OIDC_NAME: z.string().trim().min(1).max(60).default('single sign-on'),
  WELLHOUSE_OIDC_ONLY: z.enum(['yes', 'no']).default('no'),
  WELLHOUSE_PAGE_WEBHOOK: z.url({ protocol: /^https?$/ }).optional(),
  WELLHOUSE_PAGE_SECRET: z.string().startsWith('whsec_').min(30).optional(),
  WELLHOUSE_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  WELLHOUSE_PAGE_FROM: z.string().trim().min(3).max(300).regex(/@/, 'name an address').optional(),
  WELLHOUSE_PAGE_TO: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim().toLowerCase()])))
    .pipe(z.array(z.email()).max(20)),
  WELLHOUSE_PAGE_LANGUAGE: z.enum(['en', 'es', 'de', 'ar']).default('en'),
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
  const publicUrl = (env.WELLHOUSE_PUBLIC_URL ?? `http://${host}:${env.WELLHOUSE_PORT}`).replace(/\/+$/, '');
  return deepFreeze({
    host: env.WELLHOUSE_HOST,
    port: env.WELLHOUSE_PORT,
    publicUrl,
    secondFactor: secondFactorOf(env.WELLHOUSE_SECOND_FACTOR, [env.WELLHOUSE_HOST, new URL(publicUrl).hostname]),
    sso: ssoOf(env),
    pages: pagesOf(env),
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
    contactsFile: env.WELLHOUSE_CONTACTS === undefined ? null : resolve(env.WELLHOUSE_CONTACTS),
    listSourcesFile: env.WELLHOUSE_LIST_SOURCES === undefined ? null : resolve(env.WELLHOUSE_LIST_SOURCES),
    hmaOrigins: env.WELLHOUSE_HMA_ORIGINS,
    appeals: env.WELLHOUSE_APPEALS,
    undoGraceSeconds: env.WELLHOUSE_UNDO_GRACE,
    readers: env.WELLHOUSE_READERS,
    disappearingGraceSeconds: env.WELLHOUSE_DISAPPEARING_GRACE,
    metricsToken: env.WELLHOUSE_METRICS_TOKEN ?? null,
    consoleDirectory: resolve(env.WELLHOUSE_CONSOLE),
    logLevel: env.WELLHOUSE_LOG_LEVEL,
    limits: {
      reportsPerMinute: env.WELLHOUSE_REPORTS_PER_MINUTE,
      loginsPerMinute: env.WELLHOUSE_LOGINS_PER_MINUTE,
    },
  });
}

/** Behind a proxy the server listens on loopback and people come from everywhere: both have to be of this machine. */
function secondFactorOf(wanted: 'required' | 'later' | undefined, hosts: readonly string[]): 'required' | 'later' {
  const local = hosts.every(isLoopback);
  if (wanted === 'later' && !local) {
    throw new ConfigError(
      'read the settings: WELLHOUSE_SECOND_FACTOR: later is for a server that only this machine can reach',
    );
  }
  return wanted ?? (local ? 'later' : 'required');
}

function ssoOf(env: z.output<typeof Environment>): Config['sso'] {
  const { WELLHOUSE_OIDC_ISSUER: issuer, WELLHOUSE_OIDC_CLIENT_ID: clientId } = env;
  const { WELLHOUSE_OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new ConfigError(
      'read the settings: WELLHOUSE_OIDC_ISSUER, WELLHOUSE_OIDC_CLIENT_ID and WELLHOUSE_OIDC_CLIENT_SECRET belong together',
    );
  }
  return { issuer, clientId, clientSecret, name: env.WELLHOUSE_OIDC_NAME, only: env.WELLHOUSE_OIDC_ONLY === 'yes' };
}

function pagesOf(env: z.output<typeof Environment>): Config['pages'] {
  const { WELLHOUSE_PAGE_WEBHOOK: url, WELLHOUSE_PAGE_SECRET: secret } = env;
  const { WELLHOUSE_SMTP_URL: smtpUrl, WELLHOUSE_PAGE_FROM: from, WELLHOUSE_PAGE_TO: to } = env;
  if ((url === undefined) !== (secret === undefined)) {
    throw new ConfigError('read the settings: WELLHOUSE_PAGE_WEBHOOK and WELLHOUSE_PAGE_SECRET belong together');
  }
  if ((smtpUrl === undefined) !== (from === undefined)) {
    throw new ConfigError('read the settings: WELLHOUSE_SMTP_URL and WELLHOUSE_PAGE_FROM belong together');
  }
  if (smtpUrl === undefined && to.length > 0) {
    throw new ConfigError('read the settings: WELLHOUSE_PAGE_TO needs WELLHOUSE_SMTP_URL');
  }
  return {
    webhook: url === undefined || secret === undefined ? null : { url, secret },
    mail: smtpUrl === undefined || from === undefined ? null : { smtpUrl, from, to },
    language: env.WELLHOUSE_PAGE_LANGUAGE,
  };
}

/** A host that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && origin === text;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
