import { sealReport } from '@wellhouse/sealing';
import { withDrillHub } from './cases/drill-hub.ts';
import type { Deps } from './deps.ts';
import { createDrillSteps } from './drill/drill-steps.ts';
import { newUuid } from './staff/tokens.ts';

export interface DrillStep {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, or what broke. */
  readonly detail: string;
}

export interface DrillOptions {
  /** Where the running server answers; default: the settings' public address. */
  readonly serverUrl?: string;
  /** How long the worker may take for a report and its picture; default 30 s. */
  readonly patienceMs?: number;
}

/**
 * Rehearses the whole path on a running installation with harmless marked material: a stamped message and a picture are
 * reported over HTTP, verified by the worker, found as a case, and taken out again. A step that breaks does not end the
 * drill; steps that need it say so.
 */
export async function runDrill(given: Deps, options: DrillOptions = {}): Promise<DrillStep[]> {
  const deps = withDrillHub(given);
  const { patienceMs = 30_000, serverUrl = deps.config.publicUrl } = options;
  const steps: DrillStep[] = [];
  const step = async <T>(name: string, check: () => Promise<[seen: string, value: T]>): Promise<T | null> => {
    try {
      const [detail, value] = await check();
      steps.push({ name, ok: true, detail });
      return value;
    } catch (error) {
      steps.push({ name, ok: false, detail: describe(error) });
      return null;
    }
  };
  await step('store a blob and read it back', () => storeBlob(deps));
  await step('seal a report and open it', () => sealAndOpen(deps));

  const drill = createDrillSteps(deps, { serverUrl: serverUrl.replace(/\/+$/, ''), patienceMs });
  const key = await step('reach the server and read what a device reads', drill.readConfig);
  const published = await step('publish a stamp key', drill.publishKey);
  const receipt = await step('hand in a stamped and sealed report', () => drill.submit(key, published));
  await step('hand in the same report again', () => drill.submitAgain(receipt));
  await step('upload its picture', () => drill.upload(receipt));
  await step('find it as a case with VERIFIED evidence', () => drill.awaitCase(receipt));
  await step('see its picture decoded', () => drill.awaitPicture(receipt));
  await step('refuse to believe an altered copy', () => drill.submitAltered(key, published));
  await step('close the case and tell the reporter', () => drill.close(receipt));
  await step('look for actions that do not arrive', drill.checkDeliveries);
  return steps;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function storeBlob(deps: Deps): Promise<[string, null]> {
  const key = `drill/${newUuid(deps.random)}`;
  const bytes = Buffer.from('drill');
  await deps.blobs.put(key, bytes);
  const read = await deps.blobs.get(key);
  await deps.blobs.delete(key);
  if (read === null || !read.equals(bytes)) throw new Error('read other bytes than were stored');
  return [`${bytes.length} bytes`, null];
}

async function sealAndOpen(deps: Deps): Promise<[string, null]> {
  const [key] = deps.keys.sealingPublicKeys();
  if (key === undefined) throw new Error('find no sealing key');
  const reportId = newUuid(deps.random);
  const payload = new TextEncoder().encode('drill');
  const publicKey = Buffer.from(key.publicKey, 'base64url');
  const sealed = await sealReport({ key: { ...key, publicKey }, hubId: 'drill', reportId, payload });
  const opened = await deps.keys.openSealed('drill', reportId, sealed);
  if (!Buffer.from(opened).equals(payload)) throw new Error('opened other bytes than were sealed');
  return [`key ${key.keyId}`, null];
}
