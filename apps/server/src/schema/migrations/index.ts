import { platformMigration } from './0001-platform.ts';
import { listsMigration } from './0006-lists.ts';
import { listIndexMigration } from './0007-list-index.ts';
import { albumsMigration } from './0008-albums.ts';
import { albumUploadsMigration } from './0009-album-uploads.ts';
import { queuesMigration } from './0011-queues.ts';
import { decisionsMigration } from './0012-decisions.ts';
import { appealsMigration } from './0014-appeals.ts';
import { qualityMigration } from './0015-quality.ts';
import { careMigration } from './0016-care.ts';
import { staffMigration } from './0017-staff.ts';
import { numbersMigration } from './0018-numbers.ts';
import { worstFirstMigration } from './0019-worst-first.ts';
import { caseSignalsMigration } from './0020-case-signals.ts';
import { caseDraftsMigration } from './0021-case-drafts.ts';
import { peopleMigration } from './0022-people.ts';
import { notesAndLooksMigration } from './0023-notes-and-looks.ts';
import { findCasesMigration } from './0024-find-cases.ts';
import { justiceMigration } from './0026-justice.ts';
import { roomMigration } from './0027-room.ts';
import { figuresMigration } from './0028-figures.ts';
import { firstLookMigration } from './0029-first-look.ts';
import { liveClaimsMigration } from './0030-live-claims.ts';
import { domainMigrations } from './domain-migrations.ts';
import type { Migration } from './migration.ts';

/** Every step, run in order of its name. */
export const migrations: Record<string, Migration> = {
  '0001-platform': platformMigration,
  ...domainMigrations,
  '0006-lists': listsMigration,
  '0007-list-index': listIndexMigration,
  '0008-albums': albumsMigration,
  '0009-album-uploads': albumUploadsMigration,
  '0011-queues': queuesMigration,
  '0012-decisions': decisionsMigration,
  '0014-appeals': appealsMigration,
  '0015-quality': qualityMigration,
  '0016-care': careMigration,
  '0017-staff': staffMigration,
  '0018-numbers': numbersMigration,
  '0019-worst-first': worstFirstMigration,
  '0020-case-signals': caseSignalsMigration,
  '0021-case-drafts': caseDraftsMigration,
  '0022-people': peopleMigration,
  '0023-notes-and-looks': notesAndLooksMigration,
  '0024-find-cases': findCasesMigration,
  '0026-justice': justiceMigration,
  '0027-room': roomMigration,
  '0028-figures': figuresMigration,
  '0029-first-look': firstLookMigration,
  '0030-live-claims': liveClaimsMigration,
};
