import { ensureInstalled, handOver } from './lib/toolchain.mjs';

ensureInstalled();
handOver('scripts/start-everything.ts', process.argv.slice(2));
