import * as oidc from 'openid-client';
import type { Config } from '../platform/config.ts';

export type SsoSettings = NonNullable<Config['sso']>;

/** Keys and addresses of the provider are read anew after this; a key that is not known yet is asked for at once. */
const rememberMs = 60 * 60_000;
const timeoutSeconds = 10;

export interface SsoProvider {
  /** The provider's configuration. Rejects while it does not answer, and asks again next time. */
  get(): Promise<oidc.Configuration>;
}

/** Found by OpenID Connect Discovery. `http` only where it cannot leave this machine; the settings see to that. */
export function createSsoProvider(settings: SsoSettings, clock: () => Date): SsoProvider {
  let known: { at: number; configuration: Promise<oidc.Configuration> } | null = null;
  return {
    get() {
      const now = clock().getTime();
      if (known === null || now - known.at > rememberMs) {
        const execute = settings.issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
        const { issuer, clientId, clientSecret } = settings;
        const configuration = oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
          execute,
          timeout: timeoutSeconds,
        });
        const entry = { at: now, configuration };
        known = entry;
        configuration.catch(() => {
          if (known === entry) known = null;
        });
      }
      return known.configuration;
    },
  };
}
