/** Runs in a worker thread; see classifier.ts. Its import graph holds no module that opens a connection or a file. */
import './forget-first.ts';
import { parentPort } from 'node:worker_threads';
import { openTextEngine, unhurried } from '../engine/engine.ts';
import { createIdentifyLanguage } from '../language/identify-language.ts';
import { languageData } from '../language/language-table.ts';
import { serveClassifier } from '../runtime/serve-classifier.ts';

const port = parentPort;
if (port)
  port.on(
    'message',
    serveClassifier(
      (message) => port.postMessage(message),
      (pack) => openTextEngine(pack, unhurried),
      createIdentifyLanguage(languageData),
    ),
  );
