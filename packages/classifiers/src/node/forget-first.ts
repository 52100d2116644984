/** The first import of a program of a thread: what it takes away is gone before any other module of it runs. */
import { forgetNetwork } from '../runtime/forget-network.ts';
import { forgetModules } from './forget-modules.ts';

forgetModules();
forgetNetwork();
