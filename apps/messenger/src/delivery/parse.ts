import type { z } from 'zod';
import { DeliveryProblem } from './problems.ts';

/** A body or the parameters of a path, in the form that the route takes. @throws {DeliveryProblem} `invalid-request` */
export function parse<T extends z.ZodType>(type: T, value: unknown): z.infer<T> {
  const parsed = type.safeParse(value);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new DeliveryProblem('invalid-request', `${first?.path.join('.') || 'body'}: ${first?.message ?? 'not valid'}`);
}
