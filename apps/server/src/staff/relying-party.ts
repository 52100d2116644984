import { isIP } from 'node:net';
import { type Config, isLoopback } from '../platform/config.ts';

/** What passkeys are bound to: the console's address (WebAuthn Level 3 §5.1.3, §13.4.9). */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
  /** Browsers make passkeys for names only, and only over TLS or for `localhost`. */
  readonly usable: boolean;
}

export function relyingParty({ publicUrl }: Pick<Config, 'publicUrl'>): RelyingParty {
  const { hostname, origin, protocol } = new URL(publicUrl);
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
  return { id: hostname, origin, usable: named && (protocol === 'https:' || isLoopback(hostname)) };
}
