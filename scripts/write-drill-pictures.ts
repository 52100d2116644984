/**
 * Draws the pictures of the drill, and a few plain ones beside them, out of shapes; no font, no photograph. The files are
 * committed, so that their digests are the same everywhere: `apps/server/src/drill/drill-pictures.ts` names them. Run it only to
 * draw others, and put the fingerprints that it prints into that file.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatHash } from '@wellhouse/fingerprint';
import { createHasher } from '@wellhouse/fingerprint/node';
import sharp from 'sharp';
import { root } from './lib/run.ts';

const width = 960;
const height = 720;

/** Strokes of the letters in a box of 60 by 100. */
const strokes: Readonly<Record<string, string>> = {
  D: 'M8 8V92H26Q54 92 54 50Q54 8 26 8Z',
  R: 'M8 96V8H32Q52 8 52 30Q52 52 32 52H8M30 52L54 96',
  I: 'M30 4V96',
  L: 'M10 4V92H54',
};

function word(text: string, x: number, y: number, scale: number, colour: string, turn = 0): string {
  const letters = [...text].map((letter, at) => `<path transform="translate(${at * 74} 0)" d="${strokes[letter]}"/>`);
  return `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})" fill="none" stroke="${colour}" stroke-width="15" stroke-linecap="round" stroke-linejoin="round">${letters.join('')}</g>`;
}

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

/** The same numbers each time: a linear congruence (Knuth's MMIX constants, cut to 32 bits). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function tree(x: number, at: number): string {
  const down = (at % 2) * 40;
  const apples = times(
    5,
    (n) => `<circle cx="${x - 60 + n * 30}" cy="${220 + ((n * 53 + at * 17) % 90)}" r="13" fill="#d62828"/>`,
  );
  return `<rect x="${x - 18}" y="330" width="36" height="${210 + down}" fill="#5b3a1e"/><circle cx="${x}" cy="${250 + down}" r="${110 - at * 8}" fill="${at % 2 ? '#6a994e' : '#386641'}"/>${apples.join('')}`;
}

const drill: Readonly<Record<string, string>> = {
  harbour: `
    <rect width="960" height="720" fill="#f3d9a4"/><circle cx="730" cy="170" r="96" fill="#e2703a"/>
    <rect y="430" width="960" height="290" fill="#1f5673"/>
    ${times(7, (at) => `<rect x="${at * 150 - 40 + (at % 2) * 50}" y="${470 + at * 34}" width="190" height="10" fill="#7fb7be"/>`).join('')}
    <path d="M90 430H430L380 540H140Z" fill="#7b2d26"/><path d="M250 90V420M250 100L420 400H250Z" fill="#fffaf0" stroke="#3d2b1f" stroke-width="8"/>
    ${word('DRILL', 500, 560, 1.1, '#ffffff')}`,
  kites: `
    <rect width="960" height="720" fill="#cfe8f7"/><path d="M0 720V560Q240 470 480 580T960 520V720Z" fill="#3f7d4e"/>
    ${[
      [160, 170, '#c1121f', 20],
      [470, 110, '#f4a300', -14],
      [800, 230, '#5a189a', 32],
    ]
      .map(
        ([x, y, colour, turn]) =>
          `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M0 -105L78 0L0 150L-78 0Z" fill="${colour}"/><path d="M0 -105V150M-78 0H78" stroke="#1d1d1d" stroke-width="6"/></g>`,
      )
      .join('')}
    <path d="M180 320Q260 480 420 640M480 260Q480 460 440 640M770 370Q640 520 460 640" fill="none" stroke="#1d1d1d" stroke-width="4"/>
    ${word('DRILL', 60, 585, 1.2, '#ffffff', -4)}`,
  mosaic: (() => {
    const next = numbers(7);
    const colours = ['#264653', '#2a9d8f', '#e9c46a', '#f4a261', '#e76f51', '#f1faee'];
    const tiles = times(
      48,
      (at) =>
        `<rect x="${(at % 8) * 120}" y="${Math.floor(at / 8) * 120}" width="120" height="120" fill="${colours[Math.floor(next() * 6)]}"/>`,
    );
    return `${tiles.join('')}<rect x="120" y="240" width="720" height="240" rx="24" fill="#10202a"/>${word('DRILL', 205, 285, 1.5, '#ffd166')}`;
  })(),
  rings: `
    <rect width="960" height="720" fill="#1b1b2f"/>
    ${times(9, (at) => `<circle cx="300" cy="400" r="${360 - at * 38}" fill="${at % 2 ? '#1b1b2f' : '#e43f5a'}"/>`).join('')}
    ${times(6, (at) => `<rect x="${700 + at * 40}" y="${60 + at * 22}" width="20" height="${460 - at * 50}" fill="#53d8fb"/>`).join('')}
    ${word('DRILL', 520, 590, 1.15, '#f9f7f7')}`,
  orchard: `
    <rect width="960" height="720" fill="#fdf6e3"/><rect y="520" width="960" height="200" fill="#b5651d"/>
    ${[120, 350, 600, 840].map(tree).join('')}
    ${word('DRILL', 290, 585, 1.05, '#fff8e7')}`,
};

const plain: Readonly<Record<string, string>> = {
  mountains: `
    <rect width="960" height="720" fill="#a9d6e5"/><circle cx="200" cy="150" r="70" fill="#fff3b0"/>
    <path d="M-40 720L280 240L520 600L700 330L1020 720Z" fill="#52796f"/><path d="M280 240L350 345L300 330L265 365L225 322Z" fill="#ffffff"/>
    <path d="M700 330L752 393L705 380L668 402L650 405Z" fill="#ffffff"/><path d="M0 720V630Q260 560 520 650T960 610V720Z" fill="#354f52"/>
    ${times(9, (at) => `<path d="M${40 + at * 110} 700L${70 + at * 110} ${610 - (at % 3) * 26}L${100 + at * 110} 700Z" fill="#1b3a34"/>`).join('')}`,
  lanterns: `
    <rect width="960" height="720" fill="#14213d"/><path d="M0 90Q480 260 960 70" fill="none" stroke="#e5e5e5" stroke-width="5"/>
    ${(
      [
        [110, 10, '#fca311'],
        [300, 46, '#ef476f'],
        [480, 56, '#ffd166'],
        [660, 36, '#06d6a0'],
        [850, 0, '#f78c6b'],
      ] as const
    )
      .map(
        ([x, y, colour]) =>
          `<path d="M${x} ${118 + y}V${200 + y}" stroke="#e5e5e5" stroke-width="4"/><ellipse cx="${x}" cy="${270 + y}" rx="${66 - x / 40}" ry="80" fill="${colour}"/>`,
      )
      .join('')}
    <path d="M0 720V520L120 460L240 540L420 480L560 560L760 470L960 540V720Z" fill="#0b132b"/>
    ${times(14, (at) => `<rect x="${40 + at * 66}" y="${600 + (at % 3) * 22}" width="22" height="26" fill="#fca311"/>`).join('')}`,
};

const hasher = createHasher({ workers: 1 });
for (const [folders, pictures] of [
  [['apps/server/src/drill/pictures', 'apps/messenger/public/drill'], drill],
  [['apps/messenger/public/pictures'], plain],
] as const) {
  for (const [name, shapes] of Object.entries(pictures)) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
    const bytes = await sharp(Buffer.from(svg)).png({ palette: true, colours: 48, effort: 10 }).toBuffer();
    for (const folder of folders) {
      await mkdir(join(root, folder), { recursive: true });
      await writeFile(join(root, folder, `${name}.png`), bytes);
    }
    const print = await hasher.hash(bytes, { mode: 'exact' });
    if (print.ok) console.log(name, bytes.length, print.quality, formatHash(print.pdq), print.sha256);
  }
}
hasher.close();
