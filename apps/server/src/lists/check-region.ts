import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { type RegionCheck, regionCheckOf } from './region-rules.ts';
import { coveringRegions } from './regions.ts';

/** Whether pictures of a region are matched; where they are not, they are released unchecked. */
export async function checkRegion(executor: Executor, region: string): Promise<RegionCheck> {
  const covering = coveringRegions(region);
  const { rows } = await sql<{
    switches: { region: string; state: 'on' | 'off'; reason: string }[] | null;
    active: boolean;
    shadow: boolean;
  }>`select
      (select jsonb_agg(jsonb_build_object('region', region, 'state', state, 'reason', reason))
        from album_region where region = any(${covering}::text[])) as switches,
      coalesce(bool_or(state = 'active'), false) as active,
      coalesce(bool_or(state = 'shadow'), false) as shadow
    from list where kind = 'known' and legal_basis ?| ${covering}::text[]`.execute(executor);
  const [facts] = rows;
  if (facts === undefined) throw new Error(`read whether ${region} is checked`);
  return regionCheckOf(covering, {
    switches: new Map(facts.switches?.map((each) => [each.region, each])),
    lists: facts.active ? 'active' : facts.shadow ? 'shadow' : 'none',
  });
}
