import { z } from 'zod';

/** `limit`: may not write to strangers or add people to groups. From the mildest to the hardest. */
export const Action = z.enum(['no-action', 'warn', 'remove-message', 'limit', 'suspend', 'ban']);
export type Action = z.infer<typeof Action>;
