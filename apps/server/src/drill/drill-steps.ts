import type { HubKey } from '@wellhouse/franking';
import { ReportConfig, ReportReceipt, ReportView, type SealingPublicKey } from '@wellhouse/protocol';
import { sealReport } from '@wellhouse/sealing';
import { createSigner } from 'fast-jwt';
import type { Deps } from '../deps.ts';
import { drillHub, drillHubId } from '../platform/drill-hub.ts';
import { closeDrillCases } from './close-drill-cases.ts';
import { createDrillClient, type DrillServer, json, needed, type Seen } from './drill-client.ts';
import { createDrillKey, createDrillReport, type DrillReport, drillGroup, drillReporter } from './drill-report.ts';

interface Submitted {
  readonly report: DrillReport;
  readonly body: string;
  readonly receipt: ReportReceipt;
}

/** The steps that go through the running server, each by HTTP where a device would, by the database where only staff may. */
export function createDrillSteps(deps: Deps, options: DrillServer) {
  const { serverUrl } = options;
  const { call, until } = createDrillClient(options);
  const { apiSecret } = drillHub(deps.keys);
  const { kysely } = deps.database;

  function reporterToken(): string {
    const now = Math.floor(deps.clock().getTime() / 1_000);
    const claims = { aud: 'wellhouse:report', iss: drillHubId, sub: drillReporter, iat: now, exp: now + 600 };
    return createSigner({ key: apiSecret, algorithm: 'HS256' })({
      ...claims,
      groups: [{ groupId: drillGroup, spans: [{ from: 0, to: null }] }],
    });
  }

  async function handIn(report: DrillReport, body: string): Promise<ReportReceipt> {
    const headers = { ...json, 'idempotency-key': report.reportId };
    const response = await call('POST', '/v1/reports', { token: reporterToken(), headers, body });
    return ReportReceipt.parse(await response.json());
  }

  async function sealedBody(report: DrillReport, key: SealingPublicKey): Promise<string> {
    const sealed = await sealReport({
      key: { ...key, publicKey: Buffer.from(key.publicKey, 'base64url') },
      hubId: drillHubId,
      reportId: report.reportId,
      payload: report.payload,
    });
    const attachments = [{ sha256: report.sha256, size: report.ciphertext.length }];
    const { reportId } = report;
    return JSON.stringify({ reportId, sealed: Buffer.from(sealed).toString('base64url'), attachments, locale: 'en' });
  }

  async function status({ receipt }: Submitted): Promise<ReportView> {
    const response = await call('GET', `/v1/reports/${receipt.reportId}`, { token: receipt.receiptToken });
    return ReportView.parse(await response.json());
  }

  async function filedItem(reportId: string) {
    return until('the report to be filed', async () => {
      const found = await kysely
        .selectFrom('evidence_item')
        .innerJoin('case_file', 'case_file.case_id', 'evidence_item.case_id')
        .select(['evidence_item.level', 'case_file.case_number', 'case_file.drill'])
        .where('evidence_item.report_id', '=', reportId)
        .executeTakeFirst();
      return found ?? null;
    });
  }

  return {
    async readConfig(): Seen<SealingPublicKey> {
      const config = ReportConfig.parse(await (await call('GET', '/v1/report-config')).json());
      const [key] = config.sealingKeys;
      if (key === undefined) throw new Error('find no sealing key');
      return [`${serverUrl}, taxonomy ${config.taxonomyVersion}, key ${key.keyId}`, key];
    },
    async publishKey(): Seen<HubKey> {
      const key = createDrillKey(deps);
      const keys = [
        {
          keyId: key.keyId,
          macKey: Buffer.from(key.macKey).toString('base64url'),
          publicKey: key.publicKey && Buffer.from(key.publicKey).toString('base64url'),
          notBefore: new Date(key.notBefore).toISOString(),
          notAfter: new Date(key.notAfter).toISOString(),
        },
      ];
      const body = JSON.stringify({ keys });
      await call('PUT', `/v1/hubs/${drillHubId}/keys`, { token: apiSecret, headers: json, body });
      return [`key ${key.keyId} of ${drillHubId}, for an hour`, key];
    },
    async submit(key: SealingPublicKey | null, hubKey: HubKey | null): Seen<Submitted> {
      const report = await createDrillReport(deps, needed(hubKey), { altered: false });
      const body = await sealedBody(report, needed(key));
      const receipt = await handIn(report, body);
      return [`${receipt.reference}`, { report, body, receipt }];
    },
    async submitAgain(submitted: Submitted | null): Seen<null> {
      const { report, body, receipt } = needed(submitted);
      const again = await handIn(report, body);
      if (again.reference !== receipt.reference) throw new Error(`got ${again.reference} for the same report`);
      return ['the same receipt', null];
    },
    async upload(submitted: Submitted | null): Seen<null> {
      const { report, receipt } = needed(submitted);
      await call('PUT', `/v1/reports/${report.reportId}/attachments/${report.sha256}`, {
        token: receipt.receiptToken,
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(report.ciphertext),
      });
      return [`${report.ciphertext.length} bytes`, null];
    },
    async awaitCase(submitted: Submitted | null): Seen<null> {
      const { report } = needed(submitted);
      const filed = await filedItem(report.reportId);
      if (filed.level !== 'VERIFIED') throw new Error(`find the evidence VERIFIED, not ${filed.level}`);
      if (!filed.drill) throw new Error('find the case marked as a drill');
      const seen = await status(needed(submitted));
      if (seen.status !== 'in-review') throw new Error(`read "in-review" with the receipt, not "${seen.status}"`);
      return [`C-${filed.case_number}`, null];
    },
    async awaitPicture(submitted: Submitted | null): Seen<null> {
      const { report } = needed(submitted);
      const picture = await until('the picture to be decoded', async () => {
        const found = await kysely
          .selectFrom('evidence_picture')
          .select(['state', 'width', 'height', 'problem'])
          .where('report_id', '=', report.reportId)
          .where('state', '<>', 'missing')
          .executeTakeFirst();
        return found ?? null;
      });
      if (picture.state !== 'available')
        throw new Error(`decode the picture: ${picture.problem?.detail ?? picture.state}`);
      return [`${picture.width} × ${picture.height}`, null];
    },
    async submitAltered(key: SealingPublicKey | null, hubKey: HubKey | null): Seen<null> {
      const report = await createDrillReport(deps, needed(hubKey), { altered: true });
      await handIn(report, await sealedBody(report, needed(key)));
      const filed = await filedItem(report.reportId);
      if (filed.level !== 'ASSERTED') throw new Error(`an altered message came out ${filed.level}`);
      return ['ASSERTED: kept, and not believed', null];
    },
    async close(submitted: Submitted | null): Seen<null> {
      const closed = await closeDrillCases(deps);
      const seen = await status(needed(submitted));
      if (seen.status !== 'decided') throw new Error(`read "decided" with the receipt, not "${seen.status}"`);
      return [`${closed} closed and erased`, null];
    },
    async checkDeliveries(): Seen<null> {
      const waiting = await kysely
        .selectFrom('delivery')
        .select(['hub_id', 'state', 'last_error'])
        .where('state', '<>', 'delivered')
        .where('last_error', 'is not', null)
        .orderBy('created_at')
        .limit(1_000)
        .execute();
      const [first] = waiting;
      if (first !== undefined) throw new Error(`${waiting.length} to ${first.hub_id} wait: ${first.last_error}`);
      return ['none', null];
    },
  };
}
