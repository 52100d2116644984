import type {} from '@fastify/swagger';
import type { Access } from '@wellhouse/protocol';
import type { Config } from '../config.ts';
import type { Authenticators, HubCaller, Receipt, Reporter, StaffCaller, UploadCaller } from './authenticators.ts';

/** Access of an operation, or `any-hub`: bearer API secret of any delivery service, for paths that name none. */
export type RouteAccessKind = Access | 'any-hub';

export interface RouteAccess {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccessKind;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. A route without it is refused when it is registered. */
    access?: RouteAccessKind;
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
    upload: UploadCaller | null;
    staff: StaffCaller | null;
    /** Set when the answer is a problem; goes into the request's log line. */
    problemCode: string | null;
  }
}
