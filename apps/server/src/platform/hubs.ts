import { readFile } from 'node:fs/promises';
import { HubId } from '@wellhouse/protocol';
import { z } from 'zod';

/** A delivery service that this installation works with, as the operator listed it. */
export interface Hub {
  readonly hubId: string;
  /** Keys the reporter tokens (HS256) and is the bearer secret of `putHubKeys`. */
  readonly apiSecret: string;
  /** Where decisions are sent; null: the hub gets none. */
  readonly webhookUrl: string | null;
  /** Standard Webhooks secret, `whsec_…`. */
  readonly webhookSecret: string | null;
  /** Web origins whose pages may hand in reports, e.g. `https://app.example.org`. */
  readonly origins: readonly string[];
  /** The one origin that pictures of shared albums are fetched from, e.g. `https://media.example.org`; left out: none. */
  readonly pictureOrigin?: string | undefined;
  /** For so many days after a stamp key's last use its messages can be reported, and the key not be retired; 90 if left out. */
  readonly reportWindowDays?: number | undefined;
}

export interface HubRegistry {
  get(hubId: string): Hub | null;
  list(): readonly Hub[];
}

export class HubsFileError extends Error {
  override readonly name = 'HubsFileError';
  readonly code = 'hubs-file-invalid';
}

const Origin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => new URL(text).origin === text, 'use an origin, no path');

const HubsFile = z
  .array(
    z.strictObject({
      hubId: HubId,
      apiSecret: z.string().min(32, 'use at least 32 characters'),
      webhookUrl: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .default(null),
      webhookSecret: z.string().startsWith('whsec_').min(30).nullable().default(null),
      origins: z.array(Origin).max(50).default([]),
      pictureOrigin: Origin.optional(),
      reportWindowDays: z.int().min(1).max(3_650).optional(),
    }),
  )
  .refine((hubs) => new Set(hubs.map((hub) => hub.hubId)).size === hubs.length, 'names a hub twice')
  .refine(
    (hubs) => hubs.every((hub) => (hub.webhookUrl === null) === (hub.webhookSecret === null)),
    'a webhookUrl needs a webhookSecret, and the other way round',
  );

export function createHubRegistry(hubs: readonly Hub[]): HubRegistry {
  const byId = new Map(hubs.map((hub) => [hub.hubId, Object.freeze({ ...hub })]));
  return { get: (hubId) => byId.get(hubId) ?? null, list: () => [...byId.values()] };
}

/** @throws HubsFileError naming the field that is wrong, never its value */
export async function readHubsFile(path: string | null): Promise<HubRegistry> {
  if (path === null) return createHubRegistry([]);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : String(error);
    throw new HubsFileError(`read the list of hubs ${path}: ${reason}`);
  }
  const parsed = HubsFile.safeParse(content);
  if (parsed.success) return createHubRegistry(parsed.data);
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the list'}: ${issue.message}`);
  throw new HubsFileError(`read the list of hubs ${path}: ${lines.join('; ')}`);
}
