import { fromBase64Url } from '@wellhouse/franking';
import { sealReport } from '@wellhouse/sealing';
import { isUrgentReport } from '@wellhouse/taxonomy';
import { WellhouseClientError } from './client-error.ts';
import type { ClientContext } from './context.ts';
import type { HubTime } from './disappearing/hub-time.ts';
import { type Preview, preparedReport } from './draft/preview.ts';
import type { PreviewView } from './draft/preview-view.ts';
import { ciphertextKey } from './queue/stored-reports.ts';
import type { StoredChange, StoredReport } from './storage/wellhouse-storage.ts';

/** As many as a reporter token holds. */
const namedGroups = 64;

/**
 * The groups of the disclosed messages, among all others that this device has read messages of: so the delivery service
 * vouches for the right ones, however many groups somebody drew this account into, and does not learn which they are.
 */
async function groupsToName({ entries }: PreviewView, storage: ClientContext['storage']): Promise<string[]> {
  const disclosed = entries.map(({ groupId }) => groupId);
  const others = (await storage.list('group')).map(({ groupId }) => groupId);
  return [...new Set([...disclosed, ...others])].slice(0, namedGroups).sort();
}

/**
 * Seals exactly the preview's bytes to the newest key of the configuration that the draft was made with, and writes
 * the sealed report and its ciphertexts down, all or nothing. A report that is stored already is left as it is.
 *
 * @throws {WellhouseClientError} `message-expired` if a message in it is gone by now: make the preview again
 */
export async function storeSealed(
  preview: Preview,
  context: Pick<ClientContext, 'storage' | 'hubId' | 'clock'>,
  hubTime: HubTime,
): Promise<StoredReport> {
  const { payload, view, ciphertexts, config, sendBefore } = preparedReport(preview);
  const { storage, hubId, clock } = context;
  const { reportId } = preview;
  const existing = await storage.get('report', reportId);
  if (existing) return existing;
  if (sendBefore !== null && (await hubTime.now()).deleteUpTo >= sendBefore) {
    throw new WellhouseClientError(
      'message-expired',
      'a message of this report has disappeared; make its preview again',
    );
  }
  const [key] = config.sealingKeys;
  if (!key) throw new WellhouseClientError('config-unavailable', 'find no key to seal the report to');
  const sealed = await sealReport({
    key: { keyId: key.keyId, suite: key.suite, publicKey: fromBase64Url(key.publicKey) },
    hubId,
    reportId,
    payload,
  });
  // the same picture in two messages is announced and sent once
  const unique = [...new Map(ciphertexts.map((ciphertext) => [ciphertext.sha256, ciphertext])).values()];
  const now = clock();
  const report: StoredReport = {
    reportId,
    createdAt: now,
    state: 'queued',
    subject: view.payload.subject,
    category: view.payload.category,
    locale: view.payload.locale,
    wantsNotices: view.payload.wantsNotices,
    groups: await groupsToName(view, storage),
    sealed,
    sealingKeyId: key.keyId,
    announced: unique.map(({ sha256, bytes }) => ({ sha256, size: bytes.length })),
    pending: unique.map(({ sha256 }) => sha256),
    receipt: null,
    view: null,
    attempts: 0,
    nextAttemptAt: now,
    notBefore: 0,
    problem: null,
    urgent: isUrgentReport(view.payload),
  };
  const changes = unique.map(
    ({ sha256, bytes }): StoredChange => ({
      store: 'ciphertext',
      key: ciphertextKey(reportId, sha256),
      value: { reportId, sha256, bytes },
    }),
  );
  await storage.write([...changes, { store: 'report', key: reportId, value: report }]);
  return report;
}
