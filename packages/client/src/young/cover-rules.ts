import { type AgeBand, isMinor } from './ages.ts';
import { type FamilyLink, floorOf } from './family-link.ts';
import type { PictureReading } from './picture-reading.ts';

/**
 * Which pictures of other people stay covered until somebody asks to see them. `noticed`: those that this device takes for
 * naked or sexual, and those that it could not look at; `every`: all of them.
 */
export type CoverSetting = 'off' | 'noticed' | 'every';
const fromWeakest: readonly CoverSetting[] = ['off', 'noticed', 'every'];

export interface CoverRule {
  readonly setting: CoverSetting;
  /** What the person on this device can choose, strictest last. */
  readonly choices: readonly CoverSetting[];
  /** Who says so: nobody chose, the person did, their age does, or somebody of their family link. */
  readonly because: 'default' | 'own' | 'age' | 'family';
}

/**
 * Covers are there by default for everybody under 18, and for adults who want them. From 13 on a person decides alone; under
 * 13 covers cannot be switched off; and a guardian can ask for more than the person has chosen, never for less.
 *
 * @param own null: never chosen
 */
export function coverRule(input: { band: AgeBand; own: CoverSetting | null; links: readonly FamilyLink[] }): CoverRule {
  const { band, own, links } = input;
  const wanted = own ?? (isMinor(band) ? 'noticed' : 'off');
  const byAge: CoverSetting = band === 'under-13' ? 'noticed' : 'off';
  const byFamily = floorOf(links, band);
  const least = stricter(byAge, byFamily);
  const setting = stricter(wanted, least);
  const isRaised = setting !== wanted;
  return {
    setting,
    choices: fromWeakest.slice(fromWeakest.indexOf(least)),
    because: isRaised ? (byFamily === least ? 'family' : 'age') : own === null ? 'default' : 'own',
  };
}

export function stricter(a: CoverSetting, b: CoverSetting): CoverSetting {
  return fromWeakest.indexOf(a) > fromWeakest.indexOf(b) ? a : b;
}

/** `waiting`: covered until this device has looked at it, without a word about why. */
export type Cover = 'open' | 'waiting' | 'covered';

export function coverOf(input: {
  setting: CoverSetting;
  isOwn: boolean;
  /** The person has asked to see it, since the app was opened. */
  wasShown: boolean;
  reading: PictureReading;
}): Cover {
  const { setting, isOwn, wasShown, reading } = input;
  if (isOwn || wasShown || setting === 'off') return 'open';
  if (setting === 'every') return 'covered';
  switch (reading) {
    case 'pending':
      return 'waiting';
    case 'harmless':
      return 'open';
    case 'sensitive':
    case 'late':
    case 'unread':
    case 'no-model':
      return 'covered';
    default:
      return reading satisfies never;
  }
}

/**
 * Whether to ask before a picture is sent. Without a model it is sent without a question: asking about every picture would teach people to
 * press on. What was not looked at in time is asked about: others can send so much that it takes long. So is a file that the model does
 * not read, as one that moves: whoever wants a picture can ask for it in such a file.
 */
export function beforeSending(setting: CoverSetting, reading: Exclude<PictureReading, 'pending'>): 'send' | 'ask' {
  if (setting === 'off') return 'send';
  switch (reading) {
    case 'harmless':
    case 'no-model':
      return 'send';
    case 'sensitive':
    case 'late':
    case 'unread':
      return 'ask';
    default:
      return reading satisfies never;
  }
}
