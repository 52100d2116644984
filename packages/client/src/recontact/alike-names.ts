/** Letters and digits that read as Latin letters, in pairs; enough for what is changed by hand, not a table of all confusables. */
const pairs =
  'аa еe оo рp сc уy хx іl ѕs јj һh ԁd кk мm тt αa εe οo ρp ιl κk νv τt υu χx 0o 1l 3e 4a 5s 7t $s @a il ıl łl øo';
const readsAs: ReadonlyMap<string, string> = new Map(
  pairs.split(' ').map(([sign = '', letter = '']) => [sign, letter]),
);

/** A name with fewer letters is borne by many. */
const fewestTellingLetters = 5;

/** What words look like at a glance: letters alone, without case, marks, spaces and signs, look-alikes as one. Pure. */
export function lookOf(words: string): string {
  const plain = words.slice(0, 200).normalize('NFKD').toLowerCase();
  const letters = [...plain].map((letter) => readsAs.get(letter) ?? letter).filter((letter) => /\p{L}/u.test(letter));
  return letters.join('').replaceAll('rn', 'm').replaceAll('vv', 'w');
}

/** A digit at the end may be a letter ("ma1") or what a second account gets ("mal2"). */
function looksOf(name: string): string[] {
  return [lookOf(name), lookOf(name.replace(/[\s\p{P}\d]+$/u, ''))].filter((look) => look !== '');
}

/** The same to the eye: `same-name` as they are written, `alike-name` if it takes a second look; null: neither. Pure. */
export function compareNames(one: string, other: string): 'same-name' | 'alike-name' | null {
  const looks = looksOf(other);
  if (!looksOf(one).some((look) => looks.includes(look))) return null;
  return fold(one) === fold(other) ? 'same-name' : 'alike-name';
}

/** Whether a name says something about who bears it: two words, or a word that is not short. Pure. */
export function isTellingName(name: string): boolean {
  const words = name.trim().split(/\s+/u);
  return words.length > 1 || [...lookOf(name)].length >= fewestTellingLetters;
}

function fold(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
