import type { z } from 'zod';
import type { Permission } from './staff.ts';

/**
 * Who may call an operation.
 * `public`: anyone · `reporter`: bearer token from the delivery service · `receipt`: the report's receipt token ·
 * `hub`: bearer API secret of a delivery service · `upload`: the token of one upload · `metrics`: the token of the installation's monitoring · `staff`: any logged-in member · else the named permission.
 */
export type Access = 'public' | 'reporter' | 'receipt' | 'hub' | 'upload' | 'metrics' | 'staff' | Permission;

export interface Operation {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly access: Access;
  /** Only within a quarter of an hour of showing a second factor (`step-up-required` else). */
  readonly fresh?: true;
  /** Also for a member who still has to set up a second factor; only what that takes. */
  readonly beforeSetUp?: true;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Body is bytes, not JSON. */
  readonly binaryBody?: boolean;
  /** Body is bytes that the operation reads as they come, of this media type. */
  readonly streamBody?: string;
  /** Success status and its body; null for none; 'binary' for bytes. */
  readonly success: readonly [status: number, body: z.ZodType | null | 'binary'];
}
