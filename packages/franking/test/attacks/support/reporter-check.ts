import { createHmac, timingSafeEqual } from 'node:crypto';
import { ReporterClaims } from '@wellhouse/protocol';

/**
 * What a safety server checks of a reporter token, written from RFC 7515 §5.2 and RFC 7519 §4.1 with the claims of
 * `@wellhouse/protocol` and nothing of the hub's own code: a token that passes here names its account, all others are refused.
 * The server's own check is attacked in apps/server/test/attacks.
 */
export function checkReporterToken(token: string, secrets: ReadonlyMap<string, string>, now: number): string {
  const [header = '', claims = '', signature = '', more] = token.split('.');
  if (more !== undefined) return 'refused';
  const { alg } = parsed(header) as { alg?: unknown };
  const read = ReporterClaims.safeParse(parsed(claims));
  if (alg !== 'HS256' || !read.success) return 'refused';
  const secret = secrets.get(read.data.iss);
  if (secret === undefined) return 'refused';
  const expected = createHmac('sha256', secret).update(`${header}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  const canonical = given.toString('base64url') === signature && given.length === expected.length;
  if (!canonical || !timingSafeEqual(given, expected)) return 'refused';
  const { exp, iat, sub } = read.data;
  return exp * 1000 <= now || iat * 1000 > now ? 'refused' : sub;
}

function parsed(part: string): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return value ?? {};
  } catch {
    return {};
  }
}
