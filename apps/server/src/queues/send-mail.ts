import { createTransport } from 'nodemailer';
import type { Config } from '../platform/config.ts';

export interface Mail {
  /** The same for every attempt. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** @throws MailFailure */
export type SendMail = (mail: Mail) => Promise<void>;

/** The mail server did not take it. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  readonly code = 'mail-failed';
}

/** Null where no mail server is set up. */
export function createMailer(settings: Config['pages']['mail'], timeoutMs: number): SendMail | null {
  if (settings === null) return null;
  const transport = createTransport({
    url: settings.smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = settings.from.split('@').at(-1)?.replace(/>.*$/, '') ?? 'wellhouse';
  return async ({ id, to, subject, text }) => {
    try {
      await transport.sendMail({
        from: settings.from,
        to,
        subject,
        text,
        messageId: `<${id}.${Buffer.from(to).toString('hex').slice(0, 32)}@${domain}>`,
        headers: { 'auto-submitted': 'auto-generated' },
      });
    } catch (error) {
      throw new MailFailure(failureOf(error));
    }
  };
}

/** Never the server's own words: they can name an account. */
function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not taken';
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  if (status !== null) return `answered ${status}`;
  return 'code' in error && typeof error.code === 'string' ? `no connection (${error.code})` : 'no connection';
}
