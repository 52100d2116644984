import { z } from 'zod';
import { SendNote, SentNote } from './notes.ts';
import type { Operation } from './operation.ts';
import { CaseId } from './primitives.ts';

/** Operations of notes to people outside the team. */
export const noteOperations = {
  sendNote: {
    method: 'POST',
    path: '/v1/cases/:caseId/notes-to-reporters',
    access: 'note.send',
    summary: 'Send a note to people who reported; it cannot be changed or taken back',
    params: z.object({ caseId: CaseId }),
    body: SendNote,
    success: [201, SentNote],
  },
} as const satisfies Record<string, Operation>;
