import type { PictureClassifier } from '@wellhouse/classifiers';
import {
  newestPacks,
  openPictureClassifier,
  packUrl,
  pictureName,
  pictureReader,
  storedVersions,
} from '@wellhouse/classifiers/browser';
import type { ClassifyPicture } from '@wellhouse/client';

/** The packs for pictures that this page was built with. */
const packs = import.meta.glob<string>('../../../../../packages/classifiers/packs/sensitive-picture-*.whpack', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

/**
 * Looks at pictures in a worker without a network; null if the page was built without the pack. Drawings marked DRILL are taken for what
 * the model would notice.
 */
export const pictureClassifier: PictureClassifier | null = startPictureClassifier();

export const classifyPicture: ClassifyPicture | null = pictureClassifier && pictureReader(pictureClassifier);

/** Fetches worker and pack, for somebody with covers, before there is any picture: that they are fetched says nothing about one. */
export function loadPictureClassifier(): void {
  if (pictureClassifier === null || pictureClassifier.packs.length > 0) return;
  void pictureClassifier.classify({ rgba: Uint8Array.of(0, 0, 0, 255), width: 1, height: 1 });
}

function startPictureClassifier(): PictureClassifier | null {
  const address = packs[newestPacks(Object.keys(packs)).get(pictureName) ?? ''];
  if (address === undefined) return null;
  return openPictureClassifier({
    pack: packUrl('zxx', address),
    versions: storedVersions(localStorage),
    onProblem: ({ code, detail }) => console.warn(`messenger: ${code} ${detail}`),
  });
}
