import { z } from 'zod';
import { base64UrlOf, HubId, Timestamp } from './primitives.ts';

/** A hub's stamp key with the MAC half, which only the hub and the safety server hold. */
export const HubVerifyKey = z.strictObject({
  keyId: z.int().min(0).max(0xffff_ffff),
  macKey: base64UrlOf(32),
  publicKey: base64UrlOf(32),
  notBefore: Timestamp,
  notAfter: Timestamp,
});
export type HubVerifyKey = z.infer<typeof HubVerifyKey>;

/** Adds keys; a key once known is never changed nor removed by this call. */
export const PutHubKeys = z.strictObject({ keys: z.array(HubVerifyKey).min(1).max(64) }).meta({ id: 'PutHubKeys' });

export const HubKeys = z.strictObject({ hubId: HubId, keyIds: z.array(z.int()) }).meta({ id: 'HubKeys' });

/**
 * Claims of the token by which a delivery service vouches for a reporter (JWT, HS256 with the hub's API secret).
 * `groups` are the groups that the account is or was a member of, out of those that its device named.
 */
export const ReporterClaims = z.strictObject({
  iss: HubId,
  sub: z.string().min(1).max(255),
  aud: z.literal('wellhouse:report'),
  iat: z.int(),
  exp: z.int(),
  groups: z.array(z.string()).max(64),
});
export type ReporterClaims = z.infer<typeof ReporterClaims>;
