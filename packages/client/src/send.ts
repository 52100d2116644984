import { fromBase64Url } from '@wellhouse/franking';
import { sealReport } from '@wellhouse/sealing';
import { WellhouseClientError } from './client-error.ts';
import type { ClientContext } from './context.ts';
import { type Preview, preparedReport } from './draft/preview.ts';
import { ciphertextKey } from './queue/stored-reports.ts';
import type { StoredChange, StoredReport } from './storage/wellhouse-storage.ts';

/**
 * Seals exactly the preview's bytes to the newest key of the configuration that the draft was made with, and writes
 * the sealed report and its ciphertexts down, all or nothing. A report that is stored already is left as it is.
 */
export async function storeSealed(
  preview: Preview,
  context: Pick<ClientContext, 'storage' | 'hubId' | 'clock'>,
): Promise<StoredReport> {
  const { payload, view, ciphertexts, config } = preparedReport(preview);
  const { storage, hubId, clock } = context;
  const { reportId } = preview;
  const existing = await storage.get('report', reportId);
  if (existing) return existing;
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
