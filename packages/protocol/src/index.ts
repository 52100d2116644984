/**
 * The schemas of the Wellhouse API: one zod schema per thing, shared by server, SDK and console.
 * @module
 */
export * from './cases.ts';
export * from './hubs.ts';
export * from './lists.ts';
export * from './mention-words.ts';
export * from './operations.ts';
export * from './primitives.ts';
export * from './problems.ts';
export * from './report-config.ts';
export * from './report-payload.ts';
export * from './reports.ts';
export * from './running-text.ts';
export * from './staff.ts';
export * from './webhooks.ts';
