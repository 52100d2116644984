import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const HubFile = z.object({ hubId: z.string(), apiSecret: z.string(), webhookSecret: z.string() });

const Environment = z.object({
  WELLHOUSE_STATE: z.string().optional(),
  MESSENGER_STATE: z.string().optional(),
  MESSENGER_HOST: z.string().default('127.0.0.1'),
  MESSENGER_PORT: z.coerce.number().int().min(0).max(65_535).default(8700),
  MESSENGER_SAFETY_URL: z.url().default('http://127.0.0.1:8600'),
  MESSENGER_HUB_FILE: z.string(),
  MESSENGER_DEMO: z.enum(['0', '1']).default('0'),
});

const root = resolve(import.meta.dirname, '../../../..');

export interface MessengerConfig extends z.infer<typeof HubFile> {
  stateDirectory: string;
  host: string;
  port: number;
  safetyUrl: string;
  webRoot: string;
  suggestedNames: string[];
  ages: Record<string, number>;
}

/**
 * The one place that reads the environment.
 *
 * @throws {Error} that names the variable which is missing or wrong
 */
export function loadConfig(env: NodeJS.ProcessEnv): Readonly<MessengerConfig> {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`cannot start the messenger: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const settings = parsed.data;
  const hub = HubFile.parse(JSON.parse(readFileSync(settings.MESSENGER_HUB_FILE, 'utf8')));
  return Object.freeze({
    ...hub,
    stateDirectory: settings.MESSENGER_STATE ?? join(settings.WELLHOUSE_STATE ?? join(root, 'var'), 'messenger'),
    host: settings.MESSENGER_HOST,
    port: settings.MESSENGER_PORT,
    safetyUrl: settings.MESSENGER_SAFETY_URL,
    webRoot: resolve(import.meta.dirname, '../../dist'),
    suggestedNames: settings.MESSENGER_DEMO === '1' ? ['Ana', 'Ben', 'Mal', 'Mia'] : [],
    ages: settings.MESSENGER_DEMO === '1' ? { Mia: 15 } : {},
  });
}
