import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Access, OperationId, operations } from '@wellhouse/protocol';
import type { FastifyBaseLogger, FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { HubCaller, Receipt, Reporter, StaffCaller, UploadCaller } from './authenticators.ts';

type OperationOf<K extends OperationId> = (typeof operations)[K];

type Parsed<K extends OperationId, Field extends string> =
  OperationOf<K> extends { readonly [F in Field]: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;

type BodyOf<K extends OperationId> =
  OperationOf<K> extends { binaryBody: true }
    ? Buffer
    : OperationOf<K> extends { streamBody: string }
      ? Readable
      : Parsed<K, 'body'>;

/** Who is calling, by the operation's access; exactly one of the four, or none for `public`. */
type CallerOf<A extends Access> = A extends 'public' | 'metrics'
  ? unknown
  : A extends 'reporter'
    ? { readonly reporter: Reporter }
    : A extends 'receipt'
      ? { readonly receipt: Receipt }
      : A extends 'hub'
        ? { readonly hub: HubCaller }
        : A extends 'upload'
          ? { readonly upload: UploadCaller }
          : { readonly staff: StaffCaller };

export type OperationRequest<K extends OperationId> = {
  readonly params: Parsed<K, 'params'>;
  readonly query: Parsed<K, 'query'>;
  readonly body: BodyOf<K>;
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  readonly requestId: string;
  readonly log: FastifyBaseLogger;
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal;
} & CallerOf<OperationOf<K>['access']>;

/** What an operation with a `binary` success returns. */
export interface BinaryResult {
  /** A stream is sent as it comes; an error in it breaks the connection, so that nobody takes a part for the whole. */
  readonly bytes: Uint8Array | Readable;
  readonly mediaType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a body is an async function that returns nothing
type ResultOf<Body> = Body extends 'binary' ? BinaryResult : Body extends z.ZodType ? z.input<Body> : void;

export type OperationResult<K extends OperationId> = ResultOf<OperationOf<K>['success'][1]>;

/** `reply` is for headers only; the body is what the handler returns, checked against the operation's schema. */
export type OperationHandler<K extends OperationId> = (
  request: OperationRequest<K>,
  reply: FastifyReply,
) => Promise<OperationResult<K>>;
