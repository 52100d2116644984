/** Runs in a worker without a network, as worker-main.ts does, and looks at pictures. */
import './forget-first.ts';
import { openPictureEngine } from '../pictures/engine.ts';
import { servePictures } from '../pictures/serve-pictures.ts';
import { servePort } from './serve-port.ts';

servePort((post) => servePictures(post, openPictureEngine));
