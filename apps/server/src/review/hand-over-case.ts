import type { CaseSummary } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { type Gift, giveCase } from './give-case.ts';

/** Hands one's own claim to a named colleague. */
export function handOverCase(deps: Deps, staffId: string, gift: Gift): Promise<z.input<typeof CaseSummary>> {
  return giveCase(deps, staffId, { ...gift, kind: 'handed-over' });
}
