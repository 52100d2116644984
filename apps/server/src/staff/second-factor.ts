import type { StaffSession } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import { useTotp } from './totp.ts';

/** Uses a code of the app or a recovery code up; how the person came in by it, or null when it does not fit. */
export async function useCode(deps: Deps, staffId: string, code: string): Promise<StaffSession['way'] | null> {
  if (/^\d{6}$/.test(code)) return (await useTotp(deps, staffId, code)) ? 'password-totp' : null;
  return (await useRecoveryCode(deps, staffId, code)) ? 'password-recovery' : null;
}
