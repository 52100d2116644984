import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { memoryStorage, type WellhouseStorage } from '@wellhouse/client';
import { drillClassifier } from '../support/drill-classifier.ts';
import { createWorld, settle, type World } from '../support/world.ts';

const source = join(import.meta.dirname, '../../src');

/** Files that are loaded by these folders, types left out. */
function loadedBy(folders: readonly string[]): string[] {
  const open = folders.flatMap((folder) => readdirSync(join(source, folder)).map((name) => join(source, folder, name)));
  const seen = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b(?!\s+type\b)[^'";]*?from\s+'([^']+)'/gm,
    )) {
      open.push(target.startsWith('.') ? join(dirname(file), target) : target);
      if (!target.startsWith('.')) seen.add(open.pop() ?? '');
    }
  }
  return [...seen].map((file) => (file.startsWith('/') ? relative(source, file) : file)).sort();
}

test('what notices and what remembers loads nothing of what sends', () => {
  const loaded = loadedBy(['prompts', 'recontact']);
  assert.deepEqual(
    loaded.filter((file) => !/^(prompts|recontact)\//.test(file)),
    [],
  );
  const words = loaded.map((file) => readFileSync(join(source, file), 'utf8')).join('\n');
  assert.doesNotMatch(words, /\b(fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\()/);
});

/** Everything that leaves a device, as text. */
async function createListening(storage: WellhouseStorage) {
  const sent: string[] = [];
  const world: World = await createWorld({
    ...{ storage, classifier: drillClassifier() },
    fetch: async (input, init) => {
      sent.push(`${init?.method ?? 'GET'} ${String(input)} ${String(init?.body ?? '')}`);
      return world.server.fetch(input, init);
    },
  });
  return { world, sent };
}

test('a detection makes no call, whatever comes of it', async () => {
  const { world, sent } = await createListening(memoryStorage());
  const { prompts, recontact } = world.wellhouse;
  const message = { conversationId: 'group', messageId: 'm', sender: 'mal@hub.example', text: 'drill sextortion' };
  await recontact.seeGroups([{ groupId: 'group', members: [{ accountId: 'mal@hub.example', name: 'Mal' }] }]);
  const prompt = await prompts.look(message);
  assert.ok(prompt);
  await prompts.close(prompt);
  await prompts.setKind({ kind: 'sextortion', isOn: false });
  await prompts.log();
  await prompts.wipeLog();
  await settle();
  assert.deepEqual(sent, []);
});

test('a report that a prompt led to says what the person says, and not that anything was noticed', async () => {
  const payloads = await Promise.all(
    [true, false].map(async (isNoticed) => {
      const { world, sent } = await createListening(memoryStorage());
      const { wellhouse, server } = world;
      const message = { conversationId: 'group', messageId: 'm', sender: 'mal@hub.example', text: 'drill threat' };
      if (isNoticed) assert.ok(await wellhouse.prompts.look(message));
      const draft = await wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
      draft.set({ category: 'threat.life' });
      await (await wellhouse.send(await draft.preview())).delivered;
      assert.equal(sent.filter((call) => /prompt|noticed|classif|recontact/i.test(call)).length, 0);
      const { reportId: _, ...rest } = server.only().payload;
      return { payload: rest, calls: sent.map((call) => call.replace(/[0-9a-f-]{36}/g, 'id').slice(0, 60)) };
    }),
  );
  assert.deepEqual(payloads[0], payloads[1]);
});

test('nothing that sends reads what was noticed', async () => {
  const inner = memoryStorage();
  const read: string[] = [];
  const storage: WellhouseStorage = {
    ...inner,
    get: (store, key) => {
      read.push(store);
      return inner.get(store, key);
    },
    list: (store) => {
      read.push(store);
      return inner.list(store);
    },
  };
  const { world } = await createListening(storage);
  const { wellhouse } = world;
  await settle();
  read.length = 0;
  const draft = await wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
  draft.set({ category: 'threat.life' });
  await (await wellhouse.send(await draft.preview())).delivered;
  await wellhouse.refresh();
  await wellhouse.flush();
  assert.ok(read.includes('report'));
  assert.deepEqual(
    read.filter((store) => ['prompt', 'promptLog', 'promptSettings', 'people', 'recontact'].includes(store)),
    [],
  );
});
