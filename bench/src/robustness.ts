/**
 * What finds a picture again after people have edited it, and what is found that should not be. Recall needs pictures, not
 * time: photographs from `WELLHOUSE_BENCH_PICTURES` where there are any, painted ones otherwise.
 */
import { createHasher } from '@wellhouse/fingerprint/node';
import { photographs } from './pictures/write-pictures.ts';
import { countFalseMatches } from './robustness/false-matches.ts';
import { hashHarmless } from './robustness/harmless.ts';
import { measureRecall } from './robustness/recall.ts';

/** Their pairs are a little more than 10^8, those within one photograph left out. */
const harmlessPictures = 14_400;
const editedPictures = 40;

/**
 * `EDIT_pdq` and `EDIT_ours`: per cent of edited pictures within radius 31 of the original's hash; by the edited picture's first
 * hash alone, and by all eight hashes of the whole and of the picture without its border. `…_false_matches_R`: see there.
 */
export async function runRobustnessBench(): Promise<Record<string, number>> {
  const photos = photographs();
  const hasher = createHasher({ workers: 1 });
  try {
    const recall = await measureRecall(hasher, photos, editedPictures);
    const harmless = await hashHarmless(harmlessPictures, photos);
    return {
      ...recall,
      harmless_parts_of_photographs: harmless.fromPhotographs,
      harmless_left_out_as_plain: harmless.plain,
      ...countFalseMatches(harmless),
    };
  } finally {
    hasher.close();
  }
}
