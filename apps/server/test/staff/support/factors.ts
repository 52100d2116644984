import { Account, PasskeyChallenge, TotpChallenge } from '@wellhouse/protocol';
import { URI } from 'otpauth';
import { createSoftPasskey, type SoftPasskey } from './soft-authenticator.ts';
import type { Browser, StaffServer } from './staff-server.ts';

export async function addPasskey(
  browser: Browser,
  name = 'My key',
  passkey = createSoftPasskey(),
): Promise<SoftPasskey> {
  const challenge = PasskeyChallenge.parse(await browser.ok('POST', '/v1/staff/me/passkeys/begin'));
  const { challengeId } = challenge;
  Account.parse(
    await browser.ok('POST', '/v1/staff/me/passkeys', { challengeId, name, response: passkey.register(challenge) }),
  );
  return passkey;
}

/** An app with the secret of `uri`: its code at the server's time, `steps` of half a minute later. */
export function codeOf(server: StaffServer, uri: string, steps = 0): string {
  return URI.parse(uri).generate({ timestamp: server.deps.clock().getTime() + steps * 30_000 });
}

/** Adds an authenticator app; returns its address. Its present code is used up. */
export async function addTotp(server: StaffServer, browser: Browser): Promise<string> {
  const { uri } = TotpChallenge.parse(await browser.ok('POST', '/v1/staff/me/totp/begin'));
  await browser.ok('POST', '/v1/staff/me/totp', { code: codeOf(server, uri) });
  return uri;
}
