/** Runs in the browser: opens a classifier, or its peer, and times messages one by one. */
import { openTextClassifier } from '@wellhouse/classifiers/browser';
import { offer, openPeer, timeEach } from '../in-page/page.ts';
import { texts } from './texts.ts';

/** What WELLHOUSE_PEER_USE's peer.js opens. */
interface Peer {
  readonly backend: string;
  embed(text: string): Promise<readonly number[]>;
}

const first = 'Shall we meet at the station at seven, or would you rather come here first?';
let classify: (text: string) => Promise<unknown> = () => Promise.reject(new Error('nothing is open'));
let embed = classify;
let close = () => {};

offer({
  async open() {
    close();
    const start = performance.now();
    const classifier = openTextClassifier({
      packs: [{ language: 'en', load: async () => new Uint8Array(await (await fetch('/pack')).arrayBuffer()) }],
      onProblem: (problem) => console.error(JSON.stringify(problem)),
    });
    close = () => classifier.close();
    classify = async (text) => {
      const { silent, scores } = await classifier.classify({ text, languages: ['en'] });
      if (silent !== null || Object.keys(scores).length === 0) throw new Error(`no scores: ${silent}`);
    };
    await classify(first);
    return performance.now() - start;
  },
  classify: () => timeEach(texts, (text) => classify(text)),
  async openPeer() {
    const start = performance.now();
    const peer = await openPeer<Peer>();
    embed = async (text) => {
      const vector = await peer.embed(text);
      if (vector.length !== 512) throw new Error('no sentence vector');
    };
    await embed(texts[0] ?? '');
    return { loadMs: performance.now() - start, backend: peer.backend };
  },
  askPeer: () => timeEach(texts, (text) => embed(text)),
});
