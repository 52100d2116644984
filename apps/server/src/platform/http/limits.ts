import { type Operation, type OperationId, reportLimits } from '@wellhouse/protocol';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';

/** Largest JSON body of an operation that names no other limit. */
export const jsonBodyLimit = 64 * 1024;

const bodyLimits: Partial<Record<OperationId, number>> = {
  // Base64 of the sealed bytes, with room for the list of attachments.
  submitReport: Math.ceil((reportLimits.sealedBytes * 4) / 3) + 16 * 1024,
  putReportAttachment: reportLimits.attachmentBytes + 1024,
};

export function bodyLimitOf(operationId: OperationId, operation: Operation): number {
  if (operation.body === undefined && !operation.binaryBody) return 1024;
  return bodyLimits[operationId] ?? jsonBodyLimit;
}

/** Limits of one process; the login throttle in the database (staff/login-throttle.ts) holds for all together. */
export function rateLimitOf(operationId: OperationId, config: Config): { rateLimit?: object } {
  switch (operationId) {
    case 'login':
    case 'firstLogin':
    case 'beginPasskeyLogin':
    case 'passkeyLogin':
    case 'beginSso':
    case 'finishSso':
      return { rateLimit: { max: config.limits.loginsPerMinute, timeWindow: 60_000, hook: 'onRequest' } };
    case 'submitReport':
      return {
        rateLimit: {
          max: config.limits.reportsPerMinute,
          timeWindow: 60_000,
          // After the caller is known, before the body is read.
          hook: 'preParsing',
          keyGenerator: (request: FastifyRequest) => `${request.reporter?.hubId}\n${request.reporter?.accountId}`,
        },
      };
    case 'makeAppeal':
    case 'makeReportAppeal':
      return {
        rateLimit: {
          max: appealsPerMinute,
          timeWindow: 60_000,
          hook: 'preParsing',
          keyGenerator: ({ reporter, receipt }: FastifyRequest) =>
            receipt === null ? `${reporter?.hubId}\n${reporter?.accountId}` : `report\n${receipt.reportId}`,
        },
      };
    default:
      return {};
  }
}

/** Of one account, or with one receipt: a device tries again after no network, and nobody writes faster. */
const appealsPerMinute = 20;
