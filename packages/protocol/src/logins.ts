import { z } from 'zod';
import { Base64Url, PasskeyId, SessionId, Timestamp } from './primitives.ts';
import { CaseLimits, Password, Permission, RoleId } from './staff.ts';

/** What the login page may offer. */
export const LoginWays = z
  .strictObject({
    password: z.boolean(),
    /** False where browsers know no passkeys: at an address of digits. */
    passkey: z.boolean(),
    sso: z.strictObject({ name: z.string() }).nullable(),
  })
  .meta({ id: 'LoginWays' });
export type LoginWays = z.infer<typeof LoginWays>;

/** Names one attempt; it works once and for five minutes. */
export const ChallengeId = z
  .string()
  .length(43)
  .regex(/^[A-Za-z0-9_-]+$/);

/** Options as `navigator.credentials` takes them (WebAuthn Level 3 §5.1.8, §5.1.9). */
const PasskeyOptions = z.record(z.string(), z.unknown());
export const PasskeyChallenge = z
  .strictObject({ challengeId: ChallengeId, options: PasskeyOptions })
  .meta({ id: 'PasskeyChallenge' });
export type PasskeyChallenge = z.infer<typeof PasskeyChallenge>;

const credential = { id: Base64Url.max(2_000), rawId: Base64Url.max(2_000), type: z.literal('public-key') };

/** What `navigator.credentials.get` answered, as JSON. */
export const PasskeyAssertion = z.looseObject({
  ...credential,
  response: z.looseObject({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url }),
});

/** What `navigator.credentials.create` answered, as JSON. */
export const PasskeyAttestation = z.looseObject({
  ...credential,
  response: z.looseObject({ clientDataJSON: Base64Url, attestationObject: Base64Url }),
});

export const UsePasskey = z.strictObject({ challengeId: ChallengeId, response: PasskeyAssertion }).meta({
  id: 'UsePasskey',
});

export const PasskeyName = z.string().trim().min(1).max(60);
export const AddPasskey = z
  .strictObject({ challengeId: ChallengeId, name: PasskeyName, response: PasskeyAttestation })
  .meta({ id: 'AddPasskey' });

export const TotpCode = z.string().regex(/^\d{6}$/);
/** A secret for an authenticator app (RFC 6238); it counts once a code of it has been sent back. */
export const TotpChallenge = z
  .strictObject({
    /** `otpauth://…`, for a QR code. */
    uri: z.string(),
    /** The same secret in base32, for typing. */
    secret: z.string(),
  })
  .meta({ id: 'TotpChallenge' });

/** One of three: a passkey, a code, or the password of somebody who has neither. */
export const StepUp = z
  .union([
    z.strictObject({ challengeId: ChallengeId, response: PasskeyAssertion }),
    z.strictObject({ code: TotpCode }),
    z.strictObject({ password: z.string().max(256) }),
  ])
  .meta({ id: 'StepUp' });

export const StepUpWays = z
  .strictObject({
    passkey: PasskeyChallenge.nullable(),
    totp: z.boolean(),
    /** True only for somebody without a second factor, where that is allowed. */
    password: z.boolean(),
    /** Where to log in anew, for somebody whose second factor is single sign-on's. */
    sso: z.strictObject({ name: z.string(), path: z.string() }).nullable(),
  })
  .meta({ id: 'StepUpWays' });

export const StaffSession = z
  .strictObject({
    sessionId: SessionId,
    /** e.g. `Firefox on Linux`; null where the browser does not say. */
    device: z.string().nullable(),
    way: z.enum(['link', 'password', 'password-totp', 'password-recovery', 'passkey', 'sso']),
    createdAt: Timestamp,
    lastSeenAt: Timestamp,
    /** The session that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'StaffSession' });
export type StaffSession = z.infer<typeof StaffSession>;

/** Everything by which a member logs in. */
export const Account = z
  .strictObject({
    passkeys: z.array(
      z.strictObject({
        passkeyId: PasskeyId,
        name: PasskeyName,
        createdAt: Timestamp,
        lastUsedAt: Timestamp.nullable(),
        /** Kept by a password manager or the maker of the device, and so on more than one. */
        synced: z.boolean(),
      }),
    ),
    totp: z.strictObject({ createdAt: Timestamp }).nullable(),
    recoveryCodesLeft: z.int(),
    hasPassword: z.boolean(),
    sso: z.strictObject({ name: z.string() }).nullable(),
    canAddPasskey: z.boolean(),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

/** Shown once. */
export const RecoveryCodes = z.strictObject({ codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });

export const ChangePassword = z
  .strictObject({ password: z.string().max(256), next: Password })
  .meta({ id: 'ChangePassword' });

/** What members may do, by name. Built-in ones cannot be changed. */
export const StaffRole = z
  .strictObject({
    roleId: RoleId,
    name: z.string(),
    builtIn: z.boolean(),
    permissions: z.array(Permission),
    limits: CaseLimits,
    memberCount: z.int(),
  })
  .meta({ id: 'StaffRole' });
export type StaffRole = z.infer<typeof StaffRole>;

export const WriteStaffRole = z
  .strictObject({
    name: z.string().trim().min(2).max(60),
    permissions: z.array(Permission).min(1).max(100),
    limits: CaseLimits,
  })
  .meta({ id: 'WriteStaffRole' });

export const ResetLogin = z.strictObject({ reason: z.string().trim().min(3).max(500) }).meta({ id: 'ResetLogin' });
