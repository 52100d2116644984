import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../platform/config.ts';
import { ssoLifetimeMs } from './login-challenges.ts';

const name = 'wellhouse_sso';

/** Lax and not Strict: the provider sends people back from another site. It is of no use but for this one attempt. */
function attributes(config: Pick<Config, 'publicUrl'>) {
  const secure = config.publicUrl.startsWith('https:');
  return { path: '/v1/staff/sso', httpOnly: true, sameSite: 'lax', secure } as const;
}

/** Ties an attempt to this browser, so that nobody can be logged in with the answer to another person's. */
export function setSsoCookie(reply: FastifyReply, config: Config, challengeId: string): void {
  reply.setCookie(name, challengeId, { ...attributes(config), maxAge: ssoLifetimeMs / 1000 });
}

export function clearSsoCookie(reply: FastifyReply, config: Config): void {
  reply.clearCookie(name, attributes(config));
}

export function readSsoCookie(request: FastifyRequest): string | null {
  const value = request.cookies[name];
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}
