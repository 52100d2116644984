/** Runs in a worker without a network; scripts/build-worker.ts makes worker-code.ts of it and all that it imports. */
import './forget-first.ts';
import { openTextEngine } from '../engine/engine.ts';
import type { LanguageData } from '../language/detect-language.ts';
import { createIdentifyLanguage } from '../language/identify-language.ts';
import { serveClassifier } from '../runtime/serve-classifier.ts';
import { servePort } from './serve-port.ts';

servePort((post, languages: LanguageData) =>
  serveClassifier(post, (pack) => openTextEngine(pack), createIdentifyLanguage(languages)),
);
