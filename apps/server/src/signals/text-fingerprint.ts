import { createHash } from 'node:crypto';

/** Letters that read as Latin ones; enough for what is changed by hand, not a table of all confusables. */
const lookalikes: Record<string, string> = {
  ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ѕ: 's', ј: 'j', һ: 'h', ԁ: 'd' },
  ...{ α: 'a', ε: 'e', ο: 'o', ρ: 'p', ι: 'i', κ: 'k', ν: 'v', τ: 't', υ: 'u' },
};

const shingleLength = 5;
const bands = 20;
const rows = 4;
/** Fewer letters say too little: greetings would lead everywhere. */
const fewestLetters = 32;
const mostLetters = 4_000;
/** Bands that two texts share at least when they are alike; see docs/adr/0096. */
export const bandsAlike = 2;

/** Only the letters, in one case and one form: no digits, spaces, marks or signs. Pure. */
function lettersOf(text: string): string {
  const plain = text.slice(0, 20_000).normalize('NFKD').toLowerCase();
  const letters = plain.match(/\p{L}/gu) ?? [];
  return letters
    .slice(0, mostLetters)
    .map((letter) => lookalikes[letter] ?? letter)
    .join('');
}

/**
 * MinHash over runs of five letters, as twenty bands of four rows (Broder 1997; Leskovec, Rajaraman, Ullman, ch. 3.4). Two texts
 * that share 70 % of their runs share two bands or more in 97 of 100 cases; those that share 20 % in 1 of 2,000.
 * @returns the bands, or none for a text that is too short
 */
export function textBands(text: string): string[] {
  const letters = [...lettersOf(text)];
  if (letters.length < fewestLetters) return [];
  const shingles = new Set<number>();
  for (let at = 0; at + shingleLength <= letters.length; at += 1) {
    shingles.add(hashOf(letters.slice(at, at + shingleLength).join('')));
  }
  return Array.from({ length: bands }, (_, band) => {
    const least = Array.from({ length: rows }, (_, row) => leastOf(shingles, seeds[band * rows + row] ?? 0));
    return `${band}:${least.join('.')}`;
  });
}

/** Fixed, so that fingerprints of different days can be compared. */
const seeds = Array.from({ length: bands * rows }, (_, index) =>
  createHash('sha256').update(`wellhouse minhash ${index}`, 'ascii').digest().readUInt32LE(0),
);

function leastOf(shingles: ReadonlySet<number>, seed: number): number {
  let least = 0xffffffff;
  for (const shingle of shingles) least = Math.min(least, mix(shingle ^ seed));
  return least;
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
