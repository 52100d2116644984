import { sealReport } from '@wellhouse/sealing';
import type { Deps } from './deps.ts';
import { newUuid } from './staff/tokens.ts';

export interface DrillStep {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, or what broke. */
  readonly detail: string;
}

/** Rehearses with harmless marked material; every step runs, and one that breaks does not end the drill. */
export async function runDrill(deps: Deps): Promise<DrillStep[]> {
  const steps: DrillStep[] = [];
  const step = async (name: string, check: () => Promise<string>) => {
    try {
      steps.push({ name, ok: true, detail: await check() });
    } catch (error) {
      steps.push({ name, ok: false, detail: error instanceof Error ? error.message : String(error) });
    }
  };
  await step('store a blob and read it back', async () => {
    const key = `drill/${newUuid(deps.random)}`;
    const bytes = Buffer.from('drill');
    await deps.blobs.put(key, bytes);
    const read = await deps.blobs.get(key);
    await deps.blobs.delete(key);
    if (read === null || !read.equals(bytes)) throw new Error('read other bytes than were stored');
    return `${bytes.length} bytes`;
  });
  await step('seal a report and open it', async () => {
    const [key] = deps.keys.sealingPublicKeys();
    if (key === undefined) throw new Error('find no sealing key');
    const reportId = newUuid(deps.random);
    const payload = new TextEncoder().encode('drill');
    const publicKey = Buffer.from(key.publicKey, 'base64url');
    const sealed = await sealReport({ key: { ...key, publicKey }, hubId: 'drill', reportId, payload });
    const opened = await deps.keys.openSealed('drill', reportId, sealed);
    if (!Buffer.from(opened).equals(payload)) throw new Error('opened other bytes than were sealed');
    return `key ${key.keyId}`;
  });
  return steps;
}
