/** A worker thread with the drill engine, which also dies on command. */
import { parentPort } from 'node:worker_threads';
import { createIdentifyLanguage } from '../../src/language/identify-language.ts';
import { languageData } from '../../src/language/language-table.ts';
import { serveClassifier } from '../../src/runtime/serve-classifier.ts';
import { createDrillEngine } from './drill-engine.ts';

const serve = serveClassifier(
  (message) => parentPort?.postMessage(message),
  createDrillEngine,
  createIdentifyLanguage(languageData),
);
parentPort?.on('message', (message) => {
  if (message.type === 'classify' && message.text.includes('drill-die')) process.exit(3);
  if (message.type === 'classify' && message.text.includes('drill-memory')) {
    const held: number[][] = [];
    for (;;) held.push(new Array(100_000).fill(held.length));
  }
  void serve(message);
});
