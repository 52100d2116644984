import type { Role } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import { newUuid } from '../staff/tokens.ts';

export interface DemoMember {
  readonly staffId: string;
  readonly roles: readonly Role[];
  /** Hours of UTC between which the person works. */
  readonly from: number;
  readonly to: number;
}

const members: readonly { name: string; roles: Role[]; from: number; to: number }[] = [
  { name: 'Ada (demo)', roles: ['reviewer'], from: 6, to: 14 },
  { name: 'Bilal (demo)', roles: ['reviewer'], from: 6, to: 14 },
  { name: 'Carmen (demo)', roles: ['reviewer', 'lead'], from: 8, to: 16 },
  { name: 'Dilan (demo)', roles: ['reviewer'], from: 12, to: 20 },
  { name: 'Emeka (demo)', roles: ['reviewer'], from: 14, to: 22 },
  { name: 'Freja (demo)', roles: ['reviewer', 'lead'], from: 14, to: 22 },
  { name: 'Goran (demo)', roles: ['reviewer'], from: 22, to: 6 },
];

/** The members of the demonstration; none of them has a password, so nobody can log in as one. */
export async function createDemoTeam(deps: Deps): Promise<DemoMember[]> {
  const team: DemoMember[] = [];
  for (const { name, roles, from, to } of members) {
    const staffId = newUuid(deps.random);
    const email = `${name.split(' ')[0]?.toLowerCase()}-${staffId.slice(0, 8)}@demo.invalid`;
    await deps.database.kysely
      .insertInto('staff')
      .values({ staff_id: staffId, name, email, roles, active: true, password_hash: null })
      .execute();
    team.push({ staffId, roles, from, to });
  }
  return team;
}

export function isOnDuty({ from, to }: Pick<DemoMember, 'from' | 'to'>, hour: number): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}
