import { request } from 'node:http';
import type { LedgerEntry } from './ledger.ts';

/**
 * Sends a report and calls `strike` when half of the body is at the server, when all of it is, or when the receipt
 * arrives. Resolves when the connection is gone.
 */
export function sendAndStrike(
  url: string,
  entry: LedgerEntry,
  token: string,
  at: 'half-sent' | 'sent' | 'answered',
  strike: () => void,
): Promise<void> {
  const body = Buffer.from(entry.report.body, 'utf8');
  return new Promise((resolve) => {
    const sending = request(`${url}/v1/reports`, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'idempotency-key': entry.report.reportId,
        authorization: `Bearer ${token}`,
      },
    });
    sending.on('error', () => {});
    sending.on('close', resolve);
    sending.on('response', (response) => {
      if (at === 'answered') strike();
      response.resume();
    });
    if (at === 'half-sent') sending.write(body.subarray(0, body.length / 2), strike);
    else sending.end(body, at === 'sent' ? strike : undefined);
  });
}
