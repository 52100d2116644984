import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface Person {
  readonly sub: string;
  readonly email: string;
  readonly verified: boolean;
}

export interface DevProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who logs in there next. */
  person: Person;
  /** While set, nothing answers. */
  down: boolean;
  /** Follows the provider's pages from the address that the server sent a browser to, logs the person in, and gives back where it sends the browser. */
  follow(authorizationUrl: string): Promise<string>;
  close(): Promise<void>;
}

/** A real OpenID provider (oidc-provider) on loopback, whose people log in without being asked. */
export async function startDevProvider(redirectUri: string): Promise<DevProvider> {
  const clientId = 'wellhouse';
  const clientSecret = randomBytes(24).toString('base64url');
  let handler: ReturnType<Provider['callback']> | null = null;
  const server: Server = createServer((request, response) => {
    if (own.down) {
      request.socket.destroy();
      return;
    }
    void interact(request.url ?? '', request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, email: own.person.email, email_verified: own.person.verified, name: 'A person' }),
    }),
    ttl: { Session: 3_600, Interaction: 600, Grant: 3_600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  });
  handler = provider.callback();

  async function interact(
    url: string,
    request: Parameters<ReturnType<Provider['callback']>>[0],
    response: Parameters<ReturnType<Provider['callback']>>[1],
  ): Promise<void> {
    if (!url.startsWith('/interaction/')) {
      await handler?.(request, response);
      return;
    }
    const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId: own.person.sub } });
      return;
    }
    const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
    const grant = known ?? new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
    grant.addOIDCScope('openid email profile');
    await provider.interactionFinished(
      request,
      response,
      { consent: { grantId: await grant.save() } },
      { mergeWithLastSubmission: true },
    );
  }

  const own: DevProvider = {
    issuer,
    clientId,
    clientSecret,
    person: { sub: 'nobody', email: 'nobody@example.org', verified: true },
    down: false,
    async follow(authorizationUrl) {
      const cookies = new Map<string, string>();
      let url = authorizationUrl;
      for (let hop = 0; hop < 12; hop++) {
        if (!url.startsWith(issuer)) return url;
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
        for (const line of answer.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
          if (value === '') cookies.delete(name);
          else cookies.set(name, value);
        }
        const location = answer.headers.get('location');
        if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
        url = new URL(location, url).href;
      }
      throw new Error('the provider sends the browser round in circles');
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return own;
}
