import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface HubSecrets {
  hubId: string;
  apiSecret: string;
  webhookSecret: string;
}

/**
 * The secrets that the sample messenger and the safety server share, made once and kept in the state folder: one file for
 * each side, readable by this user only.
 */
export async function prepareSecrets(options: {
  state: string;
  messengerUrl: string;
}): Promise<{ hubFile: string; hubsFile: string }> {
  const folder = join(options.state, 'secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hubFile = join(folder, 'messenger-hub.json');
  const hubsFile = join(folder, 'hubs.json');
  if (!existsSync(hubFile)) {
    const made: HubSecrets = {
      hubId: 'messenger.localhost',
      apiSecret: randomBytes(32).toString('base64url'),
      webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
    };
    await writePrivate(hubFile, made);
  }
  const secrets: HubSecrets = JSON.parse(await readFile(hubFile, 'utf8'));
  const webhookUrl = `${options.messengerUrl}/wellhouse/webhook`;
  await writePrivate(hubsFile, [{ ...secrets, webhookUrl, origins: [options.messengerUrl] }]);
  return { hubFile, hubsFile };
}

async function writePrivate(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
