import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ReportReceipt, SubmitReport } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Reporter } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { createReference } from '../platform/reference.ts';
import { createMicroBatch } from './micro-batch.ts';
import { createPauseCheck } from './paused-accounts.ts';
import { receiptToken } from './receipt-token.ts';
import { type NewReport, type StoredReport, storeReports } from './store-reports.ts';

type Submission = z.output<typeof SubmitReport>;
type Receipt = z.input<typeof ReportReceipt>;

const batch = { items: 64, weight: 4 * 1024 * 1024, inFlight: 2 } as const;

/**
 * Answers only after the commit that holds the report and its `verify-report` job. Sending the same report again, in
 * whatever order and however often, gives the same receipt.
 */
export function createSubmitReport(deps: Deps) {
  const store = createMicroBatch<NewReport, StoredReport | Error>({
    ...batch,
    weigh: (report) => report.sealed.length,
    run: (reports) => storeReports(deps, reports),
  });

  // Drawn from the system's generator for many references at a time.
  let drawn: Buffer = Buffer.alloc(0);
  const drawSeven = () => {
    if (drawn.length < 7) drawn = deps.random(7 * 512);
    const seven = drawn.subarray(0, 7);
    drawn = drawn.subarray(7);
    return seven;
  };

  const checkPause = createPauseCheck(deps);

  return async (reporter: Reporter, headers: IncomingHttpHeaders, body: Submission): Promise<Receipt> => {
    if (headers['idempotency-key'] !== body.reportId) {
      throw new ProblemError('idempotency-key-missing', 'Send the header Idempotency-Key with the value of reportId.');
    }
    await checkPause(reporter, body);
    const bodyDigest = digestOf(body);
    const stored = await store({
      reportId: body.reportId,
      hubId: reporter.hubId,
      reporter: reporter.accountId,
      groups: reporter.groups,
      reference: createReference('WH', drawSeven()),
      bodyDigest,
      sealed: Buffer.from(body.sealed, 'base64url'),
      locale: body.locale,
      announced: body.attachments,
      acceptedAt: deps.clock(),
    });
    if (stored instanceof Error) throw stored;
    // One answer for another body and for another reporter: it must not say whether somebody else used the id.
    const same =
      stored.hubId === reporter.hubId && stored.reporter === reporter.accountId && stored.bodyDigest.equals(bodyDigest);
    if (!same) throw new ProblemError('idempotency-key-reused');
    return {
      reportId: body.reportId,
      reference: stored.reference,
      receiptToken: receiptToken(deps.keys.receiptKey, body.reportId),
      acceptedAt: stored.acceptedAt.toISOString(),
      missing: stored.missing,
    };
  };
}

/** Over what was parsed: white space and the order of fields do not count. */
function digestOf(body: Submission): Buffer {
  // A report that was refused comes again with `urgent`, and is the same report.
  const { sealed, urgent: _urgent, ...rest } = body;
  return hash('sha256', JSON.stringify(rest) + sealed, 'buffer');
}
