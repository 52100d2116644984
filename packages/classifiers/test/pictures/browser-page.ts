/** What the page of the browser test can do. */
import { openPictureClassifier, packUrl, pictureReader, pictureWorkerScript } from '@wellhouse/classifiers/browser';

const problems: string[] = [];

Object.assign(globalThis, {
  drill: {
    problems,
    pictureReader,
    pictureWorkerScript,
    open: (workerAddress?: string) =>
      openPictureClassifier({
        pack: packUrl('zxx', '/pictures.whpack'),
        onProblem: ({ code }) => problems.push(code),
        ...(workerAddress === undefined ? {} : { workerAddress }),
      }),
    pixels: async (name: string) => new Uint8Array(await (await fetch(`/${name}.rgba`)).arrayBuffer()),
  },
});
