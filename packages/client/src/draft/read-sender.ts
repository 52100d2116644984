import { decodeStamp, FrankingError } from '@wellhouse/franking';
import type { ReportableMessage } from './draft-state.ts';

/** The account that the stamp names as the sender of a kept message; null if the stamp cannot be read. */
export function readSender({ stamp }: ReportableMessage): string | null {
  try {
    return decodeStamp(stamp).context.sender;
  } catch (error) {
    if (error instanceof FrankingError) return null;
    throw error;
  }
}
