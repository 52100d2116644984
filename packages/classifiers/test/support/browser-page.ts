/** What the page of the browser tests can do: the package's own entry, and its frame with other code in it. */
import { openPictureClassifier, openTextClassifier, packUrl, workerScript } from '@wellhouse/classifiers/browser';
import { framePage, startFrame } from '../../src/browser/start-frame.ts';
import { createClassifier } from '../../src/runtime/create-classifier.ts';

const problems: { code: string; language: string | null; detail: string }[] = [];

Object.assign(globalThis, {
  drill: {
    problems,
    workerScript,
    framePage,
    open: (trustedKeys: string[], options: object = {}) =>
      openTextClassifier({
        packs: [packUrl('en', '/drill.whpack')],
        trustedKeys,
        onProblem: (problem) => problems.push(problem),
        ...options,
      }),
    openPictures: (trustedKeys: string[]) =>
      openPictureClassifier({
        pack: packUrl('zxx', '/pictures.whpack'),
        trustedKeys,
        onProblem: (problem) => problems.push(problem),
      }),
    /** With the packs and keys that ship. */
    openShipped: (languages: string[]) =>
      openTextClassifier({
        packs: languages.map((language) => packUrl(language, `/${language}.whpack`)),
        onProblem: (problem) => problems.push(problem),
      }),
    /** A classifier whose worker runs this code. */
    openWith: (code: string, limits: object) =>
      createClassifier(
        {
          packs: [{ language: 'en', load: async () => new Uint8Array(1) }],
          onProblem: (problem) => problems.push(problem),
          limits,
        },
        (events) => startFrame(events, Promise.resolve(code)),
      ),
    /** Runs code in the frame's worker until it posts something on its port. */
    inFrame: (code: string) =>
      new Promise((answer) => {
        const line = startFrame({ message: answer, died: answer }, Promise.resolve(code));
        line.post({ type: 'classify', id: 0, text: '', languages: [] }, []);
      }),
  },
});
