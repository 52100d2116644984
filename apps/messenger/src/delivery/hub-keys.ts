import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generateHubKey, type HubKey } from '@wellhouse/franking';
import { hubKeysFromJson, hubKeysToJson, rotateHubKeys } from '@wellhouse/hub';

const dayMs = 24 * 3_600_000;
const validMs = 30 * dayMs;
/** A new key is made this long before the last one ends, so that every device has it before it is used. */
const aheadMs = 3 * dayMs;

/**
 * The stamp keys out of their file; made, and made anew in time, where they are missing.
 *
 * @param now milliseconds since 1970
 * @throws {HubKeysError} on a damaged file; it is never overwritten
 */
export async function loadHubKeys(path: string, now: number): Promise<HubKey[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  const known = text === undefined ? [] : hubKeysFromJson(JSON.parse(text));
  if (known.some((key) => key.notAfter > now + aheadMs)) return known;
  const keys = known.length === 0 ? [firstKey(now)] : rotateHubKeys(known, now);
  await writeSecret(path, JSON.stringify(hubKeysToJson(keys), null, 2));
  return keys;
}

/** Its id is the time, so that a service which is set up anew never uses an id again with another key. */
function firstKey(now: number): HubKey {
  return generateHubKey({ keyId: Math.floor(now / 1_000), notBefore: now, notAfter: now + validMs });
}

async function writeSecret(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path));
  await folder.sync().finally(() => folder.close());
}
