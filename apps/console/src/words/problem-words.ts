import { problems } from '@wellhouse/protocol';
import { ApiError, type ErrorCode } from '../api/api-error.ts';
import type { Phrase } from './phrase.ts';

/** The plain words for a failure; every code has some in every catalogue. */
export function problemPhrase(error: unknown): Phrase & { code: ErrorCode } {
  const code: ErrorCode = error instanceof ApiError ? error.code : 'unexpected-answer';
  return { key: `problem.${code}`, code };
}

/** Every code that words are needed for. */
export const problemCodes: readonly ErrorCode[] = [
  ...(Object.keys(problems) as (keyof typeof problems)[]),
  'offline',
  'unexpected-answer',
];
