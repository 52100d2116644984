import { randomUUID } from 'node:crypto';
import {
  type AgeBand,
  askFamily,
  changeFamily,
  type FamilyChange,
  type FamilyLink,
  isMinor,
  standsNow,
} from '@wellhouse/client';
import { z } from 'zod';
import { AgeBand as AgeBandOf, CoverSetting } from '../wire-family.ts';
import type { Database } from './database.ts';
import type { Events } from './events.ts';
import { DeliveryProblem } from './problems.ts';

const Row = z.object({
  link_id: z.string(),
  guardian: z.string(),
  young: z.string(),
  state: z.enum(['asked', 'on', 'ended']),
  covers: CoverSetting,
  changed_at: z.int(),
});
/** Links of one account that are asked for or stand. */
const linksMaximum = 4;

export interface Family {
  bandOf(accountId: string): AgeBand;
  /** A real messenger knows it; in the sample people say it themselves. */
  setBand(accountId: string, band: AgeBand): void;
  /** The band of an account that has none yet. */
  beginWith(accountId: string, band: AgeBand): void;
  /** What both sides see, oldest first: the same for each. */
  linksOf(accountId: string): FamilyLink[];
  /** @throws {DeliveryProblem} `family-refused`, `family-full` */
  ask(young: string, guardian: string): void;
  /** @throws {DeliveryProblem} `not-found` to whoever is not in the link, `family-refused` */
  change(by: string, linkId: string, change: FamilyChange): void;
}

/**
 * Family links of a messenger: who asked whom, and the least that stays covered. The rules are those of
 * `@wellhouse/client`; there is no column for anything that a device noticed, and no route that takes such a thing.
 */
export function createFamily(database: Database, events: Events, clock: () => number): Family {
  function bandOf(accountId: string): AgeBand {
    const row = database.row(
      z.object({ band: AgeBandOf }),
      'SELECT band FROM account_age WHERE account_id = ?',
      accountId,
    );
    return row?.band ?? 'adult';
  }

  /** Those that nobody has ended and that have not run out, also of people who are grown up now. */
  function standing(accountId: string): FamilyLink[] {
    const now = clock();
    return database
      .rows(
        Row,
        `SELECT * FROM family_link WHERE (guardian = ?1 OR young = ?1) AND state <> 'ended' ORDER BY changed_at, link_id`,
        accountId,
      )
      .map(present)
      .filter((link) => standsNow(link, now));
  }
  const linksOf = (accountId: string): FamilyLink[] =>
    standing(accountId).filter(({ young }) => isMinor(bandOf(young)));

  function keep(link: FamilyLink): void {
    database.run(
      `INSERT INTO family_link (link_id, guardian, young, state, covers, changed_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (link_id) DO UPDATE SET state = excluded.state, covers = excluded.covers, changed_at = excluded.changed_at`,
      link.linkId,
      link.guardian,
      link.young,
      link.state,
      link.settings.covers,
      link.changedAt,
    );
    events.append([link.guardian, link.young], { type: 'family-changed' });
  }

  return {
    bandOf,
    setBand(accountId, band) {
      database.run(
        `INSERT INTO account_age (account_id, band) VALUES (?, ?)
         ON CONFLICT (account_id) DO UPDATE SET band = excluded.band`,
        accountId,
        band,
      );
      // a link may count no more, or again: both sides are told that something changed, and not what
      const touched = [...new Set(standing(accountId).flatMap(({ guardian, young }) => [guardian, young]))];
      if (touched.length === 0) return;
      database.transaction(() => events.append(touched, { type: 'family-changed' }));
      events.wake(touched);
    },
    beginWith(accountId, band) {
      database.run('INSERT OR IGNORE INTO account_age (account_id, band) VALUES (?, ?)', accountId, band);
    },
    linksOf,
    ask(young, guardian) {
      const links = linksOf(young);
      if (links.some((link) => link.guardian === guardian)) return;
      if (links.length >= linksMaximum) throw new DeliveryProblem('family-full', 'there are enough family links');
      const asked = askFamily({ linkId: randomUUID(), guardian, young }, bandOf(young), clock());
      if (!asked.ok) throw new DeliveryProblem('family-refused', asked.code);
      database.transaction(() => keep(asked.link));
      events.wake([young, guardian]);
    },
    change(by, linkId, change) {
      const row = database.row(Row, 'SELECT * FROM family_link WHERE link_id = ?', linkId);
      const link = row && present(row);
      // To a stranger a link that exists and one that does not look the same.
      if (link === undefined || (link.guardian !== by && link.young !== by)) {
        throw new DeliveryProblem('not-found', 'there is no such family link');
      }
      const ages = { guardian: bandOf(link.guardian), young: bandOf(link.young) };
      const changed = changeFamily(link, change, { by, ages, now: clock() });
      if (!changed.ok) throw new DeliveryProblem('family-refused', changed.code);
      database.transaction(() => keep(changed.link));
      events.wake([link.guardian, link.young]);
    },
  };
}

function present(row: z.infer<typeof Row>): FamilyLink {
  const { link_id: linkId, guardian, young, state, covers, changed_at: changedAt } = row;
  return { linkId, guardian, young, state, settings: { covers }, changedAt };
}
