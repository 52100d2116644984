import type { Problem, Standing } from '../wire.ts';

/** Every code this service answers with, with its status and title. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request does not have the form that this operation takes' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  'account-limited': { status: 403, title: 'Your account can reach nobody new for now' },
  'account-suspended': { status: 403, title: 'Your account is suspended' },
  'account-banned': { status: 403, title: 'Your account is closed' },
  'not-a-member': { status: 403, title: 'You are not a member of this group' },
  'family-refused': { status: 403, title: 'This cannot be done with the family link' },
  'owner-only': { status: 403, title: 'Only the owner of the album can do this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'no-key-package': { status: 404, title: 'This person has not opened the messenger yet' },
  'group-exists': { status: 409, title: 'This group exists already' },
  'album-exists': { status: 409, title: 'This album exists already' },
  'family-full': { status: 409, title: 'There are enough family links' },
  'album-full': { status: 409, title: 'There is no more room' },
  'picture-exists': { status: 409, title: 'This picture id was used for another picture' },
  'picture-closed': { status: 409, title: 'This cannot be done with the picture any more' },
  'picture-not-released': { status: 409, title: 'This picture is not shown' },
  'epoch-passed': { status: 409, title: 'The group has moved on; catch up and try again' },
  'not-reportable': { status: 422, title: 'The message carries no valid franking tag' },
  'digest-mismatch': { status: 422, title: 'The bytes do not have the announced digest' },
  'too-large': { status: 413, title: 'The request is larger than allowed' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'webhook-refused': { status: 401, title: 'The webhook is not signed by the safety server' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'safety-unreachable': { status: 503, title: 'The safety server does not answer now; try again' },
  internal: { status: 500, title: 'Something failed on the server' },
} as const satisfies Record<string, { status: number; title: string }>;
export type DeliveryProblemCode = keyof typeof problems;

/** A refusal that the caller is told about. */
export class DeliveryProblem extends Error {
  readonly code: DeliveryProblemCode;
  readonly standing: Standing | undefined;

  constructor(code: DeliveryProblemCode, detail: string, standing?: Standing) {
    super(detail);
    this.name = 'DeliveryProblem';
    this.code = code;
    this.standing = standing;
  }

  toJSON(): Problem {
    const { status, title } = problems[this.code];
    return {
      type: `https://wellhouse.dev/problems/${this.code}`,
      title,
      status,
      code: this.code,
      detail: this.message,
      ...(this.standing === undefined ? {} : { standing: this.standing }),
    };
  }
}
