import { ReportId } from '@wellhouse/protocol';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Receipt } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { bearerToken } from './bearer-token.ts';
import { isReceiptToken } from './receipt-token.ts';

const Params = z.object({ reportId: ReportId });

/** Checks the receipt token of the report that the path names. */
export function createReceiptCheck(deps: Pick<Deps, 'keys'>): (request: FastifyRequest) => Promise<Receipt> {
  return async (request) => {
    const params = Params.safeParse(request.params);
    const token = bearerToken(request.headers);
    if (!params.success || !isReceiptToken(deps.keys.receiptKey, params.data.reportId, token)) {
      throw new ProblemError('unauthenticated', 'The token does not belong to this report.');
    }
    return { reportId: params.data.reportId };
  };
}
