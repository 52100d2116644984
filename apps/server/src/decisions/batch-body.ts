import { PreviewBatchDecision } from '@wellhouse/protocol';
import { z } from 'zod';

/** What was asked for, as a batch's row keeps it; which cases stand there too, so that the same request is known again. */
export const BatchBody = z.object({ ...PreviewBatchDecision.shape, reason: z.string() }).omit({ caseIds: true });
