import { type DestinationStream, type Logger, pino } from 'pino';

/** Fields that never reach the log, wherever they stand. Bodies are never logged at all. */
const secret = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'password',
  'apiSecret',
  'webhookSecret',
  'receiptToken',
];

/**
 * One JSON line an event, on standard error, so that a command's answer on standard output stays clean.
 * A request is logged as method, route, status and time: no query, no body, no header.
 */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  const paths = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`].map(bracketed));
  return pino(
    { level, base: null, redact: { paths, censor: '[secret]' }, serializers: { req, res, err } },
    destination,
  );
}

function bracketed(path: string): string {
  return path.replace(/\.?([^.]*-[^.]*)$/, '["$1"]');
}

function req(request: { method?: string; routeOptions?: { url?: string }; ip?: string }) {
  return { method: request.method, route: request.routeOptions?.url };
}

function res(reply: { statusCode?: number }) {
  return { status: reply.statusCode };
}

/** Class, code, message and stack; not `detail`, `where` or `parameters`, in which PostgreSQL quotes values. */
function err(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return {
    type: error.name,
    code: 'code' in error ? error.code : undefined,
    message: error.message,
    stack: error.stack,
    cause: error.cause === undefined ? undefined : err(error.cause),
  };
}
