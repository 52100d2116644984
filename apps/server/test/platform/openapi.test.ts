import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Operation, operations } from '@wellhouse/protocol';
import { captureCommand } from '../support/capture-command.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

interface OpenApi {
  openapi: string;
  paths: Record<
    string,
    Record<string, { operationId: string; requestBody?: { content: object }; responses: Record<string, unknown> }>
  >;
  components: { schemas: Record<string, unknown> };
}

let server: TestServer;
let served: OpenApi;
before(async () => {
  server = await startTestServer();
  served = (await server.app.inject({ method: 'GET', url: '/v1/openapi.json' })).json();
});
after(() => server.close());

test('the command prints the document that the server serves, without a database', async () => {
  const { code, output } = await captureCommand(['openapi']);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(output), served);
});

test('the document is OpenAPI 3.1 and lists every registered operation under its name', () => {
  assert.match(served.openapi, /^3\.1\./);
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    const registered = server.app.routeAccess.some(
      (route) => route.method === operation.method && route.url === operation.path,
    );
    if (!registered) continue;
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    const described = served.paths[path]?.[operation.method.toLowerCase()];
    assert.equal(described?.operationId, id);
    assert(described.responses[String(operation.success[0])] !== undefined, id);
    assert.equal(
      described.requestBody !== undefined,
      operation.body !== undefined || operation.binaryBody === true || operation.streamBody !== undefined,
      id,
    );
  }
});

test('every reference leads to a schema, and every schema is reached', () => {
  const text = JSON.stringify(served);
  const references = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]));
  assert.deepEqual([...references].sort(), Object.keys(served.components.schemas).sort());
});
