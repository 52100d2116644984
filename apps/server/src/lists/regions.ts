/**
 * Where ePrivacy and with it the Interim Regulation (EU) 2021/1232 holds: the members of the EU, and the three other
 * states of the EEA (Directive 2002/58/EC stands in the EEA Agreement, Annex XI, item 5ha). Codes of ISO 3166-1, which has
 * codes of their own for parts of members to which the treaties apply (TFEU, articles 349 and 355).
 */
const europeanUnion: ReadonlySet<string> = new Set([
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV'],
  ...['MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
  ...['IS', 'LI', 'NO'],
  // Åland; French Guiana, Guadeloupe, Saint Martin, Martinique, Réunion, Mayotte; Ceuta and Melilla, the Canary Islands.
  ...['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT', 'EA', 'IC'],
]);

/** The region of rehearsals: ISO 3166-1 leaves ZZ to its users. */
export const drillRegion = 'ZZ';

/**
 * The region itself and every region that it lies in, the smallest first: `DE` -> `DE`, `EU`; `US-CA` -> `US-CA`, `US`.
 */
export function coveringRegions(region: string): string[] {
  const country = region.slice(0, 2);
  const within = country === region ? [region] : [region, country];
  return europeanUnion.has(country) ? [...within, 'EU'] : within;
}
