import type { SealingPublicKey } from '@wellhouse/protocol';

/** The installation's secrets. Private keys never leave it. */
export interface KeyStore {
  /** Newest first; devices seal to the first. */
  sealingPublicKeys(): readonly SealingPublicKey[];
  /** Opens a report with whichever key it was sealed to. @throws SealingError when it cannot be opened */
  openSealed(hubId: string, reportId: string, sealed: Uint8Array): Promise<Uint8Array>;
  /** 32 bytes; keys the HMAC in receipt tokens. */
  readonly receiptKey: Buffer;
  /** Wraps a 32-byte key (a case's data key, a hub's MAC key) for one column of one row. */
  wrapKey(key: Uint8Array, context: string): Promise<Uint8Array>;
  /** @throws SealingError on another context or an unknown master key */
  unwrapKey(wrapped: Uint8Array, context: string): Promise<Uint8Array>;
}
