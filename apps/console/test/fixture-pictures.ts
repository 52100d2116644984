import { randomUUID } from 'node:crypto';
import { CaseId, ListId, type MatchedPicture, PictureId, type PictureMatch } from '@wellhouse/protocol';

const minute = 60_000;

function match(change: Partial<PictureMatch>): PictureMatch {
  return {
    listId: ListId.parse('harbour-hashes'),
    listTitle: 'Harbour Trust, intimate images',
    source: 'file',
    entryId: '4711',
    sourceId: 'ht-2026-0093',
    kind: 'perceptual',
    fingerprint: 'pdq',
    distance: 6,
    variant: 'original',
    effect: 'hold',
    sourceClass: 'N2',
    category: 'adult.ncii',
    categoryLabel: 'Intimate image without consent',
    withdrawn: false,
    lookAlikes: 3,
    ...change,
  };
}

/** Pictures of one case: two lists and both kinds of match, one decided before, one that no decoder reads. */
export function fixturePictures(accountId: string, now: number): MatchedPicture[] {
  const picture = (index: number, change: Partial<MatchedPicture>): MatchedPicture => ({
    pictureId: PictureId.parse(randomUUID()),
    number: index + 1,
    albumId: 'summer',
    accountId,
    addedAt: new Date(now - (30 - index) * minute).toISOString(),
    state: 'held',
    reason: 'matched',
    region: 'GB',
    quality: 92,
    matches: [match({})],
    view: 'shown',
    width: 480,
    height: 320,
    known: null,
    answer: null,
    ...change,
  });
  return [
    picture(0, {
      matches: [
        match({
          listId: ListId.parse('stopncii'),
          listTitle: 'StopNCII',
          source: 'stopncii',
          entryId: '12',
          sourceId: 'image-12',
          kind: 'exact',
          fingerprint: 'sha256',
          distance: null,
          variant: null,
          sourceClass: null,
          lookAlikes: 0,
        }),
        match({ distance: 14, variant: 'flip-x' }),
        match({ entryId: '9', sourceId: 'ht-2026-0101', distance: 28, variant: 'trimmed', effect: 'counted' }),
      ],
    }),
    picture(1, {
      view: 'known',
      known: {
        caseId: CaseId.parse(randomUUID()),
        number: 'C-0990',
        answer: 'confirmed',
        at: new Date(now - 9 * 24 * 60 * minute).toISOString(),
      },
    }),
    picture(2, { reason: 'unreadable', matches: [], view: 'missing', width: null, height: null, quality: null }),
    picture(3, {
      state: 'released',
      matches: [match({ withdrawn: true })],
      answer: {
        answer: 'cleared',
        reason: 'A beach towel with a printed photograph.',
        staffName: 'Kim Sommer',
        at: new Date(now - 4 * minute).toISOString(),
      },
    }),
  ];
}
