import { sealReport } from '@wellhouse/sealing';
import type { Deps } from './deps.ts';
import { collectSteps, type DrillStep } from './drill/collect-steps.ts';
import { createDrillSteps } from './drill/drill-steps.ts';
import { withDrillHub } from './platform/drill-hub.ts';
import { newUuid } from './staff/tokens.ts';

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
  const { steps, step } = collectSteps();
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
