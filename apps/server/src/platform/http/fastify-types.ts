import type {} from '@fastify/swagger';
import type { Access } from '@wellhouse/protocol';
import type { Config } from '../config.ts';
import type { Authenticators, HubCaller, Receipt, Reporter, StaffCaller } from './authenticators.ts';

export interface RouteAccess {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. A route without it is refused when it is registered. */
    access?: Access;
    /** Name in `operations` of @wellhouse/protocol, for routes that come from there. */
    operationId?: string;
    rateLimit?: object;
  }
  interface FastifyInstance {
    config: Config;
    authenticators: Authenticators;
    /** Every route with who may call it. */
    routeAccess: readonly RouteAccess[];
  }
  interface FastifyRequest {
    reporter: Reporter | null;
    receipt: Receipt | null;
    hub: HubCaller | null;
    staff: StaffCaller | null;
    /** Set when the answer is a problem; goes into the request's log line. */
    problemCode: string | null;
  }
}
