import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWellhouse, memoryStorage, type Preview, type SentReport, type Wellhouse } from '@wellhouse/client';
import { encodeStamp } from '@wellhouse/franking';
import { migrate } from '../../src/platform/database/migrate.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { assertProblem, bearer } from './support/call.ts';
import { checkKept } from './support/check-kept.ts';
import { createFleet } from './support/fleet.ts';
import { createLedger } from './support/ledger.ts';
import { cutConnections, type Outage, stoppingPostgres } from './support/outage.ts';
import { type ReportingWorld, startReportingWorld } from './support/reporting-world.ts';
import { encryptPicture, greyPng } from './support/sample-picture.ts';
import { seededRandom } from './support/seeded-random.ts';

for (const [name, open] of [
  ['PostgreSQL stops', stoppingPostgres],
  ['every connection breaks', cutConnections],
] as const) {
  describe(`when ${name}`, () => outageTests(open));
}

function outageTests(open: () => Promise<Outage>): void {
  let outage: Outage;
  let world: ReportingWorld;

  before(async () => {
    outage = await open();
    const { connectionString } = outage;
    const database = openDatabase({ connectionString, poolSize: 8 });
    await migrate(database);
    world = await startReportingWorld({ database: { database, connectionString, close: () => database.close() } });
  });
  after(async () => {
    await outage.up().catch(() => {}); // up already, unless a test failed
    await world.server.close();
    await world.server.deps.database.close();
    await outage.close();
  });

  test('reports are answered 503 with Retry-After, and devices deliver each of them once it is back', async () => {
    const device = openDevice(world);
    const sent = [await device.send(await device.preview())];
    await sent[0]?.delivered;
    const previews = [await device.preview(), await device.preview(), await device.preview()];

    await outage.down();
    const refused = await world.caller.submit(await world.report(), bearer(world.token()));
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    await assertProblem(refused, 'unavailable');
    for (const preview of previews) sent.push(await device.send(preview));
    await device.wellhouse.flush();
    const waiting = await device.wellhouse.reports();
    assert.deepEqual(waiting.map(({ state }) => state).sort(), ['queued', 'queued', 'queued', 'submitted']);

    await outage.up();
    const delivered = await device.delivered(sent);
    assert.equal(new Set(delivered.map(({ reference }) => reference)).size, sent.length);
    await worked(world, async () => {
      await device.wellhouse.refresh();
      return (await device.wellhouse.reports()).every(({ state }) => state === 'in-review');
    });
    const { kysely } = world.server.deps.database;
    const rows = await kysely.selectFrom('report').select(['report_id', 'reference', 'state']).execute();
    assert.deepEqual(
      rows.map(({ report_id, reference, state }) => [report_id, reference, state]).sort(),
      delivered.map(({ reportId, reference }) => [reportId, reference, 'filed']).sort(),
    );
    const pictures = await kysely.selectFrom('evidence_picture').select('state').execute();
    assert.deepEqual(
      pictures.map(({ state }) => state),
      sent.map(() => 'available'),
    );
    device.wellhouse.close();
  });

  test('under load, again and again, what was acknowledged is there once, and the worker goes on by itself', async (context) => {
    const { server, url, hub } = world;
    const before = await server.deps.database.kysely.selectFrom('report').select('report_id').execute();
    const [ledger, random, failed] = [createLedger(), seededRandom(7), new AbortController()];
    const fleet = await createFleet({ serverUrl: url, hub, ledger, random, clients: 4, signal: failed.signal });
    context.after(() => failed.abort());
    server.worker.start();
    fleet.start();
    for (let time = 0; time < 3; time++) {
      await sleep(100 + random.below(300));
      await outage.down();
      await sleep(random.below(200));
      await outage.up();
      const known = acknowledged(ledger);
      await until(async () => acknowledged(ledger) > known);
    }
    await fleet.finish();
    // Jobs whose end could not be written run out of their lease; here that time passes while nobody works.
    await server.worker.stop();
    await worked(world, async () => {
      const open = await server.deps.database.pool.query("select from job where state in ('ready', 'running')");
      return open.rows.length === 0;
    });
    const own = new Set(before.map(({ report_id }) => report_id));
    const violations = await checkKept(server.deps, ledger.entries.values());
    assert.deepEqual(ledger.violations, []);
    assert.deepEqual(
      violations.filter((violation) => !own.has(violation.slice(0, 36))),
      [],
    );
  });
}

function acknowledged({ entries }: ReturnType<typeof createLedger>): number {
  return [...entries.values()].filter(({ receipt }) => receipt !== null).length;
}

/** Works jobs off until this holds; pauses and leases end at once. */
async function worked({ server }: ReportingWorld, holds: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    const { pool } = server.deps.database;
    await pool.query("update job set lease_until = now() where state = 'running'");
    await pool.query("update job set run_at = now() where state = 'ready'");
    await server.worker.drain();
    return holds();
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error('wait for what must come: two minutes were not enough');
    await sleep(50);
  }
}

/** Ana's device with the real client, whose clock the test moves over the pauses that a server asks for. */
function openDevice(world: ReportingWorld) {
  const { hub, url, ana, mal, groupId } = world;
  let offset = 0;
  const wellhouse: Wellhouse = createWellhouse({
    ...{ serverUrl: url, hubId: hub.hubId, accountId: ana, storage: memoryStorage() },
    getReporterToken: async () => world.token(),
    clock: () => Date.now() + offset,
  });
  return {
    wellhouse,
    /** A report of a picture that Mal sent. */
    async preview(): Promise<Preview> {
      const { descriptor, ciphertext } = encryptPicture(greyPng(80, 60));
      const { content, stamp } = await hub.say(mal, groupId, [{ type: 'attachment', attachment: descriptor }]);
      const ciphertexts = new Map([[1, async () => ciphertext]]);
      const message = { content, stamp: encodeStamp(stamp), ciphertexts };
      const draft = await wellhouse.draft({ messages: [message], reported: 0 });
      draft.set({ category: 'threat.life' });
      return draft.preview();
    },
    send: (preview: Preview): Promise<SentReport> => wellhouse.send(preview),
    async delivered(sent: readonly SentReport[]) {
      let all = false;
      const reports = Promise.all(sent.map((one) => one.delivered)).finally(() => {
        all = true;
      });
      await until(async () => {
        offset += 60_000;
        await wellhouse.flush();
        return all;
      });
      // Pictures follow their report.
      await until(async () => {
        offset += 60_000;
        await wellhouse.flush();
        const stored = await world.server.deps.database.kysely
          .selectFrom('report_attachment')
          .select('sha256')
          .execute();
        return stored.length === sent.length;
      });
      return reports;
    },
  };
}
