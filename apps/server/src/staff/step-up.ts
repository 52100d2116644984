import type { Me, StepUp, StepUpWays } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadAccount } from './account.ts';
import { forgiveFactor, forgiveLogin, throttleFactor, throttleLogin } from './login-throttle.ts';
import { beginPasskeyUse, usePasskey } from './passkeys.ts';
import { verifyPassword } from './passwords.ts';
import { recordAudit } from './record-audit.ts';
import { freshen, type Session } from './sessions.ts';
import { loadMe } from './staff-view.ts';
import { useTotp } from './totp.ts';

/** By what the member can show again that it is they who sit there. */
export async function beginStepUp(deps: Deps, staffId: string): Promise<z.input<typeof StepUpWays>> {
  const account = await loadAccount(deps, staffId);
  const passkey = account.passkeys.length > 0 && account.canAddPasskey;
  const none = account.passkeys.length === 0 && account.totp === null;
  return {
    passkey: passkey ? await beginPasskeyUse(deps, 'passkey-step-up', staffId) : null,
    totp: account.totp !== null,
    password: none && account.hasPassword && account.sso === null,
    sso: account.sso === null ? null : { ...account.sso, path: '/v1/staff/sso?again=yes' },
  };
}

/** Takes down that a second factor was shown in this session. @throws ProblemError `second-factor-wrong`, `rate-limited` */
export async function stepUp(
  deps: Deps,
  staff: StaffCaller,
  body: z.output<typeof StepUp>,
  { ip, session }: { ip: string; session: Session },
): Promise<Me> {
  const { staffId, sessionId } = staff;
  const { database, clock } = deps;
  const throttle = `step-up:${staffId}`;
  await throttleLogin(database, throttle, ip, clock());
  const by = await shown(deps, staffId, body);
  if (by === null) throw new ProblemError('second-factor-wrong');
  await forgiveLogin(database, throttle, ip);
  const freshAt = clock();
  return database.transaction(async (tx) => {
    await freshen(tx, sessionId, freshAt);
    const me = await loadMe(deps, tx, staffId, { ...session, freshAt });
    await recordAudit(tx, { staffId, action: 'staff.step-up', object: `staff:${staffId}`, details: { by } });
    return me;
  });
}

/** What was shown, or null when it does not fit. The password counts for nobody who has a second factor. */
async function shown(deps: Deps, staffId: string, body: z.output<typeof StepUp>): Promise<string | null> {
  if ('code' in body) {
    await throttleFactor(deps.database, staffId, deps.clock());
    if (!(await useTotp(deps, staffId, body.code))) return null;
    await forgiveFactor(deps.database, staffId);
    return 'totp';
  }
  if ('challengeId' in body) {
    await usePasskey(deps, 'passkey-step-up', staffId, body);
    return 'passkey';
  }
  const account = await loadAccount(deps, staffId);
  if (account.passkeys.length > 0 || account.totp !== null || account.sso !== null) return null;
  const member = await deps.database.kysely
    .selectFrom('staff')
    .select('password_hash')
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  return (await verifyPassword(body.password, member?.password_hash ?? null)) ? 'password' : null;
}
