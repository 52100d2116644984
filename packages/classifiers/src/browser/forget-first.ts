/** The first import of a program of a worker: what it takes away is gone before any other module of it runs. */
import { forgetNetwork } from '../runtime/forget-network.ts';

const script = 'data:text/javascript,0';

/**
 * Whether a policy binds this worker, for what it connects to and for what it runs: it forbids even addresses that are all in themselves, and
 * asks nobody; and its own address, which it asks only where a policy lets it. The header by which a server says so may have been another when the script came into a cache.
 */
export const confined: Promise<boolean> = Promise.allSettled([
  fetch('data:,'),
  fetch(location.href, { method: 'HEAD' }),
  import(/* @vite-ignore */ script),
]).then((tried) => tried.every(({ status }) => status === 'rejected'));
forgetNetwork();
