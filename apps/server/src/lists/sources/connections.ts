import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { threatExchangeTypes } from './threat-exchange.ts';

/** Where sources are and with what to log in: written by the operator, read anew by every sync, never stored. */
const secret = z.string().min(1).max(1_000);
const address = z
  .url({ protocol: /^https?$/ })
  .refine((text) => isSafe(new URL(text)), 'use https; http only on this machine')
  .refine((text) => {
    const url = new URL(text);
    return url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  }, 'leave out name, password, ? and #');
const common = {
  connectionId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/),
  /** Minutes between two syncs. */
  everyMinutes: z.int().min(1).max(1_440).default(15),
};

const Connection = z.discriminatedUnion('source', [
  z.strictObject({
    ...common,
    source: z.literal('ncmec'),
    /** Differs by the kind of organisation, e.g. https://report.cybertip.org/hashsharing. */
    url: address,
    username: secret,
    password: secret,
    /** Nothing older than this is fetched. */
    since: z.iso.datetime().default('2010-01-01T00:00:00Z'),
    refutedReason: z.string().min(1).max(200).nullable().default(null),
  }),
  z.strictObject({
    ...common,
    source: z.literal('stopncii'),
    url: address.default('https://api.stopncii.org/v1'),
    subscriptionKey: secret,
    fetchKey: secret,
    feedbackKey: secret.nullable().default(null),
    submitKey: secret.nullable().default(null),
  }),
  z.strictObject({
    ...common,
    source: z.literal('threatexchange'),
    url: address.default('https://graph.facebook.com/v21.0'),
    appId: z.string().regex(/^\d{1,24}$/),
    appSecret: secret,
    privacyGroup: z.string().regex(/^\d{1,24}$/),
    types: z
      .array(z.string().regex(/^[A-Z0-9_]{1,40}$/))
      .min(1)
      .default(threatExchangeTypes),
  }),
  z.strictObject({
    ...common,
    source: z.literal('tech-against-terrorism'),
    url: address.default('https://app.terrorismanalytics.org'),
    username: secret,
    password: secret,
  }),
]);
export type Connection = z.output<typeof Connection>;

const ConnectionsFile = z
  .array(Connection)
  .max(100)
  .refine((all) => new Set(all.map((each) => each.connectionId)).size === all.length, 'names a connection twice');

/** WELLHOUSE_LIST_SOURCES cannot be used. */
export class ListSourcesFileError extends Error {
  override readonly name = 'ListSourcesFileError';
  readonly code = 'list-sources-file-invalid';
}

/** @throws ListSourcesFileError naming the field that is wrong, never its value */
export async function readConnections(path: string | null): Promise<ReadonlyMap<string, Connection>> {
  if (path === null) return new Map();
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : String(error);
    throw new ListSourcesFileError(`read the sources of lists ${path}: ${reason}`);
  }
  const parsed = ConnectionsFile.safeParse(content);
  if (parsed.success) return new Map(parsed.data.map((each) => [each.connectionId, each]));
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw new ListSourcesFileError(`read the sources of lists ${path}: ${lines.join('; ')}`);
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}
