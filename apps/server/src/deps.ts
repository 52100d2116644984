import type { Contacts } from '@wellhouse/taxonomy';
import type { Logger } from 'pino';
import type { BlobStore } from './platform/blobs/blob-store.ts';
import type { Config } from './platform/config.ts';
import type { Database } from './platform/database/open-database.ts';
import type { HubRegistry } from './platform/hubs.ts';
import type { KeyStore } from './platform/keys.ts';

/** The present; a parameter everywhere, so that a test can move it. */
export type Clock = () => Date;

/** `length` unpredictable bytes. */
export type Random = (length: number) => Buffer;

/** All that an operation or a job may reach. Built once in server.ts or worker.ts and handed down. */
export interface Deps {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: KeyStore;
  readonly hubs: HubRegistry;
  /** Helplines and emergency numbers as this installation shows them. */
  readonly contacts: Contacts;
  readonly log: Logger;
}
