import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../platform/config.ts';
import { absoluteMs } from './sessions.ts';

export const sessionCookie = 'wellhouse_session';

function attributes(config: Config) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: config.publicUrl.startsWith('https:') } as const;
}

export function setSessionCookie(reply: FastifyReply, config: Config, token: string): void {
  reply.setCookie(sessionCookie, token, { ...attributes(config), maxAge: absoluteMs / 1000 });
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  reply.clearCookie(sessionCookie, attributes(config));
}

export function readSessionCookie(request: FastifyRequest): string | null {
  const value = request.cookies[sessionCookie];
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}
