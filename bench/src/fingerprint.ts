/**
 * File to PDQ hash on one core, ours beside Meta's C++ where its command is given; blocks of pictures go to one and then to
 * the other, so that whatever the machine does meets both. And how far the fast hash lies from the exact one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHasher } from '@wellhouse/fingerprint/node';
import sharp from 'sharp';
import { identical, measureFastBits } from './fingerprint/agreement.ts';
import { hashWithOurs, hashWithPeer, type Pass, startPeer } from './fingerprint/contest.ts';
import { median } from './franking/measure.ts';
import { loadNow, pinToOneCore } from './peers/processor.ts';
import { photographs, type Size, writePictures } from './pictures/write-pictures.ts';

/** Timed pictures of a size; half of them photographs where there are any. */
const pictures = 20;
const rounds = 5;
/** Painted pictures that only the agreement of fast and exact is measured on. */
const furtherPainted = 40;
/** Fast decoding begins there. */
const fastAbove = 4_000_000;

type Figures = Record<string, number | null>;

/** `ms_…`: CPU milliseconds a picture, of all processes; `ratio_…`: the peer's over ours. Medians of the rounds. */
export async function runFingerprintBench(): Promise<Figures> {
  pinToOneCore();
  const folder = await mkdtemp(join(tmpdir(), 'wh-fingerprint-'));
  const hasher = createHasher({ workers: 1 });
  const peer = startPeer('WELLHOUSE_PEER_PDQ');
  const peers = peer ? [peer] : [];
  try {
    const photos = photographs();
    const files = async (size: Size) => {
      console.error(`fingerprint: writing ${pictures} pictures, ${size}`);
      const photographed = photos.length > 0 ? pictures / 2 : 0;
      const taken = await writePictures(folder, size, photographed, photos);
      return [...taken, ...(await writePictures(folder, size, pictures - photographed, []))];
    };
    const [small, large] = [await files('2mp'), await files('12mp')];
    const race = async (name: string, set: readonly string[], mode: 'exact' | 'fast'): Promise<Figures> => {
      const [times, theirTimes, ratios]: [number[], number[], number[]] = [[], [], []];
      let last: { ours: Pass; theirs: Pass | null } | null = null;
      await hashWithOurs(hasher, set.slice(0, 3), mode, peers);
      for (let round = 0; round < rounds; round++) {
        console.error(`fingerprint: ${name}, round ${round + 1} of ${rounds}; load ${loadNow()}`);
        const ours = await hashWithOurs(hasher, set, mode, peers);
        const theirs = peer ? await hashWithPeer(peer, set) : null;
        times.push(ours.seconds);
        if (theirs) theirTimes.push(theirs.seconds);
        if (theirs) ratios.push(theirs.seconds / ours.seconds);
        last = { ours, theirs };
      }
      const aPicture = (seconds: readonly number[]) => rounded((1000 * median(seconds)) / set.length, 10);
      return {
        [`ms_${name}`]: aPicture(times),
        [`peer_ms_${name}`]: peer ? aPicture(theirTimes) : null,
        [`ratio_${name}`]: peer ? rounded(median(ratios), 100) : null,
        ...(mode === 'exact'
          ? { [`identical_percent_${name}`]: last?.theirs ? identical(last.ours, last.theirs) : null }
          : {}),
      };
    };
    const figures = {
      ...(await race('exact_2mp', small, 'exact')),
      ...(await race('exact_12mp', large, 'exact')),
      ...(await race('fast_12mp', large, 'fast')),
    };
    const further = await writePictures(folder, '6mp', furtherPainted, []);
    const agreement = await measureFastBits(hasher, [...large, ...further, ...(await largeOnes(photos))], peers);
    return { ...figures, ...agreement, load: loadNow() };
  } finally {
    hasher.close();
    await peer?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Photographs as they are, where they are large enough. */
async function largeOnes(photos: readonly string[]): Promise<string[]> {
  const large: string[] = [];
  for (const photo of photos) {
    const { width, height, format } = await sharp(photo).metadata();
    if (format === 'jpeg' && width * height > fastAbove) large.push(photo);
  }
  return large;
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
