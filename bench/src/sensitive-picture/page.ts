/** Runs in the browser: opens a classifier of pictures, or its peer, and times painted pictures one by one. */
import { openPictureClassifier } from '@wellhouse/classifiers/browser';
import { offer, openPeer, timeEach } from '../in-page/page.ts';

/** What WELLHOUSE_PEER_NSFWJS's peer.js opens. */
interface Peer {
  readonly backend: string;
  classify(picture: ImageData): Promise<readonly number[]>;
}

/** As a messenger sends them. */
const [width, height] = [1_280, 960];
const count = 10;

/** Shapes in colours, no two alike. */
function paint(at: number): ImageData {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser gives no canvas');
  context.fillStyle = `hsl(${at * 36} 40% 70%)`;
  context.fillRect(0, 0, width, height);
  for (let shape = 0; shape < 40; shape++) {
    const draw = (salt: number) => ((at * 977 + shape * 131 + salt * 53) % 251) / 251;
    context.fillStyle = `hsl(${draw(1) * 360} ${40 + draw(2) * 50}% ${20 + draw(3) * 60}%)`;
    context.beginPath();
    context.ellipse(draw(4) * width, draw(5) * height, 20 + draw(6) * 200, 20 + draw(7) * 120, draw(8) * 3, 0, 7);
    context.fill();
  }
  return context.getImageData(0, 0, width, height);
}

const pictures = Array.from({ length: count }, (_, at) => paint(at));
const [first] = pictures as [ImageData];
let classify: (picture: ImageData) => Promise<unknown> = () => Promise.reject(new Error('nothing is open'));
let classifyByPeer = classify;
let close = () => {};

offer({
  async open() {
    close();
    const start = performance.now();
    const classifier = openPictureClassifier({
      pack: { language: 'zxx', load: async () => new Uint8Array(await (await fetch('/pack')).arrayBuffer()) },
      onProblem: (problem) => console.error(JSON.stringify(problem)),
    });
    close = () => classifier.close();
    classify = async ({ data, width, height }) => {
      const { silent, drill } = await classifier.classify({ rgba: data as Uint8ClampedArray, width, height });
      if (silent !== null || drill) throw new Error(`no scores: ${silent}`);
    };
    await classify(first);
    return performance.now() - start;
  },
  classify: () => timeEach(pictures, (picture) => classify(picture)),
  async openPeer() {
    const start = performance.now();
    const peer = await openPeer<Peer>();
    classifyByPeer = async (picture) => {
      const classes = await peer.classify(picture);
      if (classes.length !== 5) throw new Error('no classes');
    };
    await classifyByPeer(first);
    return { loadMs: performance.now() - start, backend: peer.backend };
  },
  askPeer: () => timeEach(pictures, (picture) => classifyByPeer(picture)),
});
