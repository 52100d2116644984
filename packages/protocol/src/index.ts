/**
 * The schemas of the Wellhouse API: one zod schema per thing, shared by server, SDK and console.
 * @module
 */
export * from './action.ts';
export * from './albums.ts';
export * from './appeals.ts';
export * from './care.ts';
export * from './case-clocks.ts';
export * from './case-draft.ts';
export * from './cases.ts';
export * from './decisions.ts';
export * from './evidence-reads.ts';
export * from './find.ts';
export * from './hubs.ts';
export * from './lists.ts';
export * from './logins.ts';
export * from './mention-words.ts';
export * from './misuse.ts';
export * from './notes.ts';
export * from './numbers.ts';
export * from './operation.ts';
export * from './operations.ts';
export * from './people.ts';
export * from './primitives.ts';
export * from './problems.ts';
export * from './quality.ts';
export * from './queues.ts';
export * from './report-config.ts';
export * from './report-payload.ts';
export * from './reports.ts';
export * from './running-text.ts';
export * from './signals.ts';
export * from './staff.ts';
export * from './timeline.ts';
export * from './webhooks.ts';
export * from './why-lines.ts';
