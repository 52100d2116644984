/** Runs in the browser: opens a classifier, or its peer, and times messages one by one. */
import { openTextClassifier } from '@wellhouse/classifiers/browser';

/** What WELLHOUSE_PEER_USE's peer.js exports. */
interface Peer {
  open(base: string): Promise<{ readonly backend: string; embed(text: string): Promise<readonly number[]> }>;
}

export interface BenchPage {
  /** Milliseconds until the first message was answered: the pack fetched and checked, the worker started. Closes what was open before. */
  open(): Promise<number>;
  /** Milliseconds of each message. */
  classify(texts: readonly string[]): Promise<number[]>;
  /** The same of the peer. */
  openPeer(text: string): Promise<{ loadMs: number; backend: string }>;
  embed(texts: readonly string[]): Promise<number[]>;
}

const first = 'Shall we meet at the station at seven, or would you rather come here first?';
let classify: (text: string) => Promise<unknown> = () => Promise.reject(new Error('nothing is open'));
let embed = classify;
let close = () => {};

const page: BenchPage = {
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
  classify: (texts) => timeEach(texts, (text) => classify(text)),
  async openPeer(text) {
    const start = performance.now();
    const url = '/peer/peer.js';
    const { open }: Peer = await import(/* @vite-ignore */ url);
    const peer = await open(new URL('/peer/', location.href).href);
    embed = async (text) => {
      const vector = await peer.embed(text);
      if (vector.length !== 512) throw new Error('no sentence vector');
    };
    await embed(text);
    return { loadMs: performance.now() - start, backend: peer.backend };
  },
  embed: (texts) => timeEach(texts, (text) => embed(text)),
};

async function timeEach(texts: readonly string[], run: (text: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const text of texts) {
    const start = performance.now();
    await run(text);
    times.push(performance.now() - start);
  }
  return times;
}

Reflect.set(globalThis, 'bench', page);
