import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createKeyWorld, dayMs, type ShownMessage, windowMs } from './world.ts';

const hourMs = 3_600_000;
const device = fc.nat({ max: 2 });

/** Steps in any order: what a hub, a network, people and time do to one another. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(hourMs, 12 * hourMs, 2 * dayMs, 9 * dayMs).map((ms) => ({ do: 'pass' as const, ms })),
  },
  { weight: 1, arbitrary: fc.constantFrom(35 * dayMs, 95 * dayMs).map((ms) => ({ do: 'pass' as const, ms })) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('advance' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tell' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('arrive' as const), which: fc.nat(), lost: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('read' as const), device }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('report' as const), device, which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reach' as const), is: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forge' as const), device }) },
);

test('whatever is shown is VERIFIED when it is reported in time, over every rotation, and nothing is lost on the way', async () => {
  const seen = { shown: 0, reported: 0, forged: 0, waited: 0, keys: 0, dropped: 0 };
  const run = fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120, size: 'max' }), async (steps) => {
    const world = createKeyWorld(3);
    const inFlight: ReturnType<typeof world.tell>[] = [];
    world.advance();
    world.arrive(world.tell());
    const report = (shown: ShownMessage) => {
      // the last moment belongs to the window
      if (world.clock() > shown.notAfter + windowMs) return;
      world.report(shown);
      seen.reported += 1;
    };

    for (const one of steps) {
      switch (one.do) {
        case 'pass':
          world.pass(one.ms);
          break;
        case 'advance':
          world.advance();
          break;
        case 'tell':
          inFlight.push(world.tell());
          break;
        case 'arrive': {
          const [publication] = inFlight.splice(one.which % Math.max(1, inFlight.length), 1);
          if (publication && !one.lost) world.arrive(publication);
          break;
        }
        case 'send':
          // a service that was away renews its keys before it accepts anything
          world.advance();
          await world.send(`message ${world.clock()}`);
          break;
        case 'read':
          if ((await world.read(one.device)) === 'waiting') seen.waited += 1;
          break;
        case 'report': {
          const { shown = [] } = world.devices[one.device] ?? {};
          const chosen = shown[one.which % Math.max(1, shown.length)];
          if (chosen) report(chosen);
          break;
        }
        case 'reach':
          world.setReachable(one.is);
          break;
        case 'forge':
          for (const [keyId, privateKey] of world.publicPrivateKeys()) {
            assert.deepEqual(privateKey, world.secretOf(keyId));
            const forged = world.forge(keyId, privateKey);
            const result: { shown: boolean } | undefined = await world.devices[one.device]?.wellhouse.receive(forged);
            assert.equal(result?.shown, false, 'a signature by a published key was believed');
            seen.forged += 1;
          }
          break;
        default:
          one satisfies never;
      }
    }

    // in the end everything arrives, everyone reads, and every message is reported that still can be
    world.setReachable(true);
    world.advance();
    world.arrive(world.tell());
    for (const [index, { shown, dropped, wellhouse }] of world.devices.entries()) {
      world.pass(hourMs);
      assert.equal(await world.read(index), 'read', 'a message waits although its key is there');
      for (const message of shown) report(message);
      for (const { code, age, over } of dropped) {
        const isLate = (code === 'key-unknown' && age >= 7 * dayMs) || (code === 'key-retired' && over);
        assert.ok(isLate, `${code} after ${age / dayMs} days`);
      }
      seen.shown += shown.length;
      seen.dropped += dropped.length;
      wellhouse.close();
    }
    assert.deepEqual(
      world.verdicts().filter((verdict) => verdict !== 'VERIFIED'),
      [],
    );
    seen.keys = Math.max(seen.keys, world.publicPrivateKeys().size);
  });
  await fc.assert(run, { numRuns: 150 });
  // the run means something only if all of this happened in it
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 0, `${what}: never`);
});
