import assert from 'node:assert/strict';
import type { TestServer, TestSession } from './test-server.ts';

/** Opens the evidence that a held decision rests on, as its second person does before they agree. */
export async function lookAt(
  server: Pick<TestServer, 'app' | 'deps'>,
  { headers }: Pick<TestSession, 'headers'>,
  decisionId: string,
): Promise<void> {
  const { case_id: caseId } = await server.deps.database.kysely
    .selectFrom('decision')
    .select('case_id')
    .where('decision_id', '=', decisionId)
    .executeTakeFirstOrThrow();
  const payload = { caseId, purpose: 'second-person', reason: 'A second person reads it too.' };
  const begun = await server.app.inject({ method: 'POST', url: '/v1/evidence-views', headers, payload });
  assert.equal(begun.statusCode, 201, begun.body);
}
