/** Runs in a worker thread, as worker-main.ts does, and looks at pictures. */
import './forget-first.ts';
import { parentPort } from 'node:worker_threads';
import { openPictureEngine } from '../pictures/engine.ts';
import { servePictures } from '../pictures/serve-pictures.ts';

const port = parentPort;
if (port)
  port.on(
    'message',
    servePictures((message) => port.postMessage(message), openPictureEngine),
  );
