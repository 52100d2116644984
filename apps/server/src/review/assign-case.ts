import type { CaseSummary } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { type Gift, giveCase } from './give-case.ts';

/** Gives a case to a member, also to oneself, and whoever holds it: their next decision about it is refused. */
export function assignCase(deps: Deps, staffId: string, gift: Gift): Promise<z.input<typeof CaseSummary>> {
  return giveCase(deps, staffId, { ...gift, kind: 'assigned' });
}
