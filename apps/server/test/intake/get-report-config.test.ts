import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ReportConfig } from '@wellhouse/protocol';
import { ContactsFileError, readContactsFile } from '../../src/platform/contacts.ts';
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

test("devices read the operator's helplines over the shipped ones, and none that nobody verified for a year", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wellhouse-contacts-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'contacts.json');
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const line = (id: string, verifiedOn: string) => ({
    ...{ id, country: 'XX', topics: ['child'], audience: ['child'], name: 'Example', phone: '0800 0', text: null },
    ...{ url: null, hours: null, languages: ['en'], sourceUrl: 'https://example.org/', verifiedOn },
  });
  const helplines = [line('xx-new', daysAgo(1)), line('xx-old', daysAgo(400))];
  await writeFile(file, JSON.stringify({ only: true, helplines }));
  const server = await startTestServer({ environment: { WELLHOUSE_CONTACTS: file } });
  try {
    const response = await server.app.inject({ url: '/v1/report-config' });
    const shown = ReportConfig.parse(response.json());
    assert.deepEqual(
      shown.helplines.map(({ id }) => id),
      ['xx-new'],
    );
    assert.deepEqual(shown.emergencyNumbers, []);
  } finally {
    await server.close();
  }
});

test('an operator file that cannot be used stops the start and names the field', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wellhouse-contacts-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'contacts.json');
  await writeFile(file, JSON.stringify({ helplines: [{ id: 'xx-example' }] }));
  await assert.rejects(
    readContactsFile(file),
    (error) => error instanceof ContactsFileError && /helplines\.0\.sourceUrl/.test(error.message),
  );
  await writeFile(file, 'not JSON');
  await assert.rejects(readContactsFile(file), /it is not JSON/);
  await assert.rejects(readContactsFile(join(folder, 'none.json')), ContactsFileError);
});
