import type { TextClassifier } from '@wellhouse/classifiers';
import {
  isTextName,
  newestPacks,
  openTextClassifier,
  type PackSource,
  packUrl,
  storedVersions,
} from '@wellhouse/classifiers/browser';

/** The text packs that this page was built with; they come from where the page comes from. */
const files = import.meta.glob<string>(
  '../../../../../packages/classifiers/packs/{[a-z][a-z],[a-z][a-z][a-z]}-*.whpack',
  { query: '?url&no-inline', import: 'default', eager: true },
);

/** Of each language the newest. */
function packs(): PackSource[] {
  return [...newestPacks(Object.keys(files))]
    .filter(([name]) => isTextName(name))
    .map(([language, file]) => packUrl(language, files[file] ?? ''));
}

/** Looks at text in a worker without a network; null if the page was built without packs. Loads them, so that the first message is not slow. */
export function startTextClassifier(): TextClassifier | null {
  const sources = packs();
  if (sources.length === 0) return null;
  const classifier = openTextClassifier({
    packs: sources,
    versions: storedVersions(localStorage),
    onProblem: ({ code, language, detail }) => console.warn(`messenger: ${code} ${language ?? ''} ${detail}`),
  });
  void classifier.classify({ text: '' });
  return classifier;
}
