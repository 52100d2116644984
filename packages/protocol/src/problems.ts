import { z } from 'zod';

/** Prefix of every problem `type`. */
export const problemBase = 'https://wellhouse.dev/problems/';

/** RFC 9457 problem details, sent as `application/problem+json`. `code` is stable and is the last part of `type`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    /** JSON pointers into the request and what is wrong there. */
    fields: z.array(z.strictObject({ field: z.string(), problem: z.string() })).optional(),
    /** Seconds; repeated in the header `Retry-After`. */
    retryAfter: z.int().optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** Every code the server sends, with its status and title. Documented in docs/problems.md. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request does not have the form that this operation takes' },
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  unauthenticated: { status: 401, title: 'No valid login or token' },
  'login-failed': { status: 401, title: 'The e-mail address or the password is wrong' },
  'token-expired': { status: 401, title: 'The token is no longer valid' },
  'token-not-yet-valid': { status: 401, title: 'The token is dated in the future; check the clocks' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'csrf-failed': { status: 403, title: 'The request did not come from this page' },
  'not-found': { status: 404, title: 'There is no such thing, or you may not see it' },
  'idempotency-key-missing': { status: 400, title: 'Idempotency-Key is missing or is not the report id' },
  'idempotency-key-reused': { status: 422, title: 'This report id was used for another report' },
  'already-claimed': { status: 409, title: 'Another person holds this case' },
  'not-claimed': { status: 409, title: 'Claim the case first' },
  'case-changed': { status: 409, title: 'The case changed since you read it' },
  'case-closed': { status: 409, title: 'The case is already decided' },
  'list-exists': { status: 409, title: 'There is a list of this name' },
  'list-not-ready': { status: 409, title: 'The list cannot change so as it stands' },
  'change-closed': { status: 409, title: 'This change does not wait any more' },
  'queue-empty': { status: 404, title: 'No case waits' },
  'asserted-only': { status: 409, title: 'No account action can rest on unverified evidence alone' },
  'same-person': { status: 409, title: 'The author of a decision cannot be its second person' },
  'too-large': { status: 413, title: 'The request is larger than allowed' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'digest-mismatch': { status: 422, title: 'The bytes do not have the announced digest' },
  'attachment-not-announced': { status: 404, title: 'The report announced no such attachment' },
  'link-used': { status: 410, title: 'This link was used or has expired' },
  'key-conflict': { status: 409, title: 'This key id is known with another key' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'The service cannot answer now; nothing was lost, try again' },
  internal: { status: 500, title: 'Something failed on the server' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof problems;
