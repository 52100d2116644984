import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReportConfig } from '@wellhouse/protocol';
import { startTestServer } from '../support/test-server.ts';

test('devices read, without signing in, how long a disappeared message can still be reported', async () => {
  const server = await startTestServer({ environment: { WELLHOUSE_DISAPPEARING_GRACE: '7200' } });
  try {
    const response = await server.app.inject({ url: '/v1/report-config' });
    assert.deepEqual(ReportConfig.parse(response.json()).disappearing, { graceSeconds: 7_200 });
  } finally {
    await server.close();
  }
});
