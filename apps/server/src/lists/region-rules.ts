export interface RegionCheck {
  /** Whether pictures of this region are matched at all. */
  readonly checked: boolean;
  /** Why they are not, in words for the team; null: they are. */
  readonly why: string | null;
}

export interface RegionSwitch {
  readonly state: 'on' | 'off';
  readonly reason: string;
}

export interface RegionFacts {
  readonly switches: ReadonlyMap<string, RegionSwitch>;
  /** The furthest state of a list of known pictures that has a legal basis for one of the regions. */
  readonly lists: 'active' | 'shadow' | 'none';
}

/**
 * What the switches and lists come to. Off anywhere is off. A list in shadow has one author: pictures are matched with it
 * where two people have switched the region on, so that it can be tried; an active one has two itself.
 * @param covering the region and those it lies in, the smallest first
 */
export function regionCheckOf(covering: readonly string[], { switches, lists }: RegionFacts): RegionCheck {
  for (const region of covering) {
    const found = switches.get(region);
    if (found?.state === 'off') return unchecked(`${region} is switched off: ${found.reason}`);
  }
  if (lists === 'active') return { checked: true, why: null };
  if (lists === 'none') return unchecked('No list of known pictures has a legal basis for this region.');
  if (covering.some((region) => switches.get(region)?.state === 'on')) return { checked: true, why: null };
  return unchecked(
    'No active list has a legal basis for this region. Switched on, it is checked with those in shadow.',
  );
}

function unchecked(why: string): RegionCheck {
  return { checked: false, why };
}
