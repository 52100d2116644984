import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeStamp } from '@wellhouse/franking';
import { ReporterClaims } from '@wellhouse/protocol';
import { createBlobs } from '../src/delivery/blobs.ts';
import { openDatabase } from '../src/delivery/database.ts';
import { createEvents } from '../src/delivery/events.ts';
import { createGroups } from '../src/delivery/groups.ts';
import { DeliveryRefusal } from '../src/device/delivery-api.ts';
import { limits, Problem } from '../src/wire.ts';
import { groupOfThree, read, startService, syncAll } from './harness.ts';

const uuid = '6f9619ff-8b86-4011-b42d-00c04fc964ff';

test('nothing but signing in works without a session', async (t) => {
  const service = await startService(t);
  const tries: [string, string][] = [
    ['GET', '/api/me'],
    ['GET', '/api/accounts'],
    ['GET', '/api/events'],
    ['POST', '/api/groups'],
    ['GET', '/api/albums'],
    ['POST', '/api/albums'],
    ['GET', '/api/album-notice'],
    ['GET', `/api/albums/${uuid}/pictures/${uuid}/bytes`],
    ['POST', '/api/reporter-token'],
    ['POST', `/api/groups/${'A'.repeat(22)}/messages`],
    ['GET', `/api/blobs/${'0'.repeat(64)}`],
  ];
  for (const [method, path] of tries) {
    for (const authorization of ['', 'Bearer wrong', 'Basic abc']) {
      const body =
        method === 'POST'
          ? { body: '{}', headers: { authorization, 'content-type': 'application/json' } }
          : { headers: { authorization } };
      const response = await fetch(service.url() + path, { method, ...body });
      assert.equal(response.status, 401, `${method} ${path}`);
      assert.match(response.headers.get('content-type') ?? '', /application\/problem\+json/);
      assert.equal(Problem.parse(await response.json()).code, 'unauthenticated');
    }
  }
});

test('a session ends after thirty days', async (t) => {
  const service = await startService(t);
  const ana = await service.device('Ana');
  service.advance(31 * 24 * 3_600_000);
  await assert.rejects(ana.api.me(), { code: 'unauthenticated' });
});

test('numbers have no gaps and no repetition over a restart of the service', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  const send = async (count: number) => {
    await Promise.all(
      Array.from({ length: count }, (_, n) => [ana, ben, mal][n % 3]?.device.sendText(groupId, `${n}`)),
    );
  };
  await send(7);
  await service.restart();
  await send(6);
  await syncAll(ana, ben, mal);
  const { messages, group } = await ana.device.conversation(groupId);
  assert.deepEqual(
    messages.map((message) => message.sequence),
    Array.from({ length: 13 }, (_, n) => n + 1),
  );
  assert.equal(group.unverifiable, 0);
  assert.deepEqual(await read(ben, groupId), await read(ana, groupId));
});

test('a clock that is set back does not make messages unreadable', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  service.advance(3_600_000);
  await ana.device.sendText(groupId, 'late');
  service.advance(-3_600_000);
  await ana.device.sendText(groupId, 'early');
  await service.restart();
  await ana.device.sendText(groupId, 'earlier');
  await ben.device.sync();
  assert.deepEqual(await read(ben, groupId), ['ana: late', 'ana: early', 'ana: earlier']);
});

test('the same bytes twice are one message', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  await ana.device.sendText(groupId, 'once');
  const event = (await ben.api.events(0)).events.find((found) => found.type === 'message');
  assert.ok(event?.type === 'message');
  const again = await ana.api.submitMessage(groupId, event.message);
  assert.equal(again.sequence, '1');
  await ben.device.sync();
  assert.deepEqual(await read(ben, groupId), ['ana: once']);
  await assert.rejects(
    ben.api.submitMessage(groupId, event.message),
    { code: 'invalid-request' },
    'not for another sender',
  );
});

test('who is not a member can neither send nor commit nor leave', async (t) => {
  const service = await startService(t);
  const { ana, groupId } = await groupOfThree(service);
  const eve = await service.device('Eve');
  await ana.device.sendText(groupId, 'hello');
  const event = (await ana.api.events(0)).events.find((found) => found.type === 'message');
  assert.ok(event?.type === 'message');
  await assert.rejects(eve.api.submitMessage(groupId, event.message), { code: 'not-a-member' });
  await assert.rejects(eve.api.leave(groupId), { code: 'not-a-member' });
  const commit = (await ana.api.events(0)).events.find((found) => found.type === 'commit');
  assert.ok(commit?.type === 'commit');
  await assert.rejects(
    eve.api.submitCommits(groupId, {
      epoch: commit.epoch,
      commits: [commit.commit],
      welcome: null,
      added: [],
      removed: [],
    }),
    { code: 'not-a-member' },
  );
  assert.deepEqual((await eve.api.events(0)).events, []);
});

test('a commit of a passed epoch is refused, and what is no commit is too', async (t) => {
  const service = await startService(t);
  const { ana, groupId } = await groupOfThree(service);
  await ana.device.sendText(groupId, 'hello');
  const events = (await ana.api.events(0)).events;
  const commit = events.find((found) => found.type === 'commit');
  const message = events.find((found) => found.type === 'message');
  assert.ok(commit?.type === 'commit' && message?.type === 'message');
  const submission = { welcome: null, added: [], removed: [] };
  await assert.rejects(ana.api.submitCommits(groupId, { ...submission, epoch: '0', commits: [commit.commit] }), {
    code: 'epoch-passed',
  });
  await assert.rejects(ana.api.submitCommits(groupId, { ...submission, epoch: '1', commits: [commit.commit] }), {
    code: 'invalid-request',
  });
  await assert.rejects(ana.api.submitCommits(groupId, { ...submission, epoch: '1', commits: [message.message] }), {
    code: 'invalid-request',
  });
  await assert.rejects(ana.api.submitMessage(groupId, commit.commit), { code: 'invalid-request' });
  await assert.rejects(ana.api.submitMessage(groupId, `${message.message}AA`), { code: 'invalid-request' });
  await assert.rejects(ana.api.submitMessage(groupId, 'AAAA'), { code: 'invalid-request' });
});

test('a key package is handed out once', async (t) => {
  const service = await startService(t);
  const ana = await service.device('Ana');
  await service.device('Ben');
  const claimed = new Set<string>();
  for (let n = 0; n < 20; n += 1) claimed.add(await ana.api.claimKeyPackage('ben@messenger.localhost'));
  assert.equal(claimed.size, 20);
  await assert.rejects(ana.api.claimKeyPackage('ben@messenger.localhost'), { code: 'no-key-package' });
});

test('a blob is stored under its own digest only, and not beyond the limit', async (t) => {
  const service = await startService(t);
  const { ana, groupId } = await groupOfThree(service);
  await assert.rejects(ana.api.putBlob('0'.repeat(64), groupId, new Uint8Array(10)), { code: 'digest-mismatch' });
  await assert.rejects(ana.api.blob('0'.repeat(64)), { code: 'not-found' });
  await assert.rejects(ana.api.putBlob('0'.repeat(64), groupId, new Uint8Array(25 * 1024 * 1024 + 17)), {
    code: 'too-large',
  });
  await assert.rejects(ana.api.putBlob('../../../etc/passwd', groupId, new Uint8Array(10)));
});

test('a blob is for those who are in the group that it was sent to or were when it was, whoever else knows its name', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  const eve = await service.device('Eve');
  const sealed = new Uint8Array(100).fill(7);
  const name = createHash('sha256').update(sealed).digest('hex');
  await assert.rejects(eve.api.putBlob(name, groupId, sealed), { code: 'not-a-member' });
  await ana.api.putBlob(name, groupId, sealed);
  await ana.device.removeMember(groupId, mal.device.accountId);
  for (const { api } of [ana, ben, mal]) assert.deepEqual(await api.blob(name), sealed);
  await assert.rejects(eve.api.blob(name), { code: 'not-found' });

  // passed on, it is a picture of the other group too
  const other = await ben.device.createGroup('With Eve', [eve.device.accountId]);
  await ben.api.putBlob(name, other, sealed);
  assert.deepEqual(await eve.api.blob(name), sealed);
});

test('a former member who learns the name of a blob that was uploaded after it left does not get it, in the same epoch either', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  const eve = await service.device('Eve');
  const [before, after] = [1, 2].map((byte) => new Uint8Array(100).fill(byte));
  assert.ok(before && after);
  const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  await ana.api.putBlob(nameOf(before), groupId, before);
  // leaving begins no epoch: until somebody takes its leaf out, its device has the keys of the group
  await mal.api.leave(groupId);
  await ana.api.putBlob(nameOf(after), groupId, after);

  const refusedToMal = () => assert.rejects(mal.api.blob(nameOf(after)), { code: 'not-found' });
  await refusedToMal();
  assert.deepEqual(await mal.api.blob(nameOf(before)), before, 'it was there when this one came');
  for (const { api } of [ana, ben]) assert.deepEqual(await api.blob(nameOf(after)), after);
  await service.restart();
  await refusedToMal();

  await ana.device.sync();
  await ana.device.addMember(groupId, eve.device.accountId);
  for (const bytes of [before, after]) assert.deepEqual(await eve.api.blob(nameOf(bytes)), bytes, 'a member sees all');
  await ana.device.removeMember(groupId, eve.device.accountId);
  await assert.rejects(eve.api.blob(nameOf(before)), { code: 'not-found' });
  await refusedToMal();
});

async function claimsOf(
  device: { api: { reporterToken(groups: readonly string[]): Promise<string> } },
  asked: string[],
) {
  const [header = '', body = '', signature] = (await device.api.reporterToken(asked)).split('.');
  const expected = createHmac('sha256', 'a'.repeat(43)).update(`${header}.${body}`).digest('base64url');
  assert.equal(signature, expected);
  return ReporterClaims.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
}

test('the reporter token names the account and, of the groups asked for, those that it is or was in', async (t) => {
  const service = await startService(t);
  const { ana, mal, groupId } = await groupOfThree(service);
  await ana.device.removeMember(groupId, mal.device.accountId);
  const foreign = await ana.device.createGroup('Without Mal', []);
  const claims = await claimsOf(mal, [foreign, groupId, 'A'.repeat(22), groupId]);
  assert.equal(claims.sub, 'mal@messenger.localhost');
  assert.deepEqual(claims.groups, [{ groupId, spans: [{ from: 1, to: 1 }] }]);
});

test('the reporter token says in which epochs an account was in a group: from its welcome to its removal', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  const spans = async (device: typeof ana) => (await claimsOf(device, [groupId])).groups[0]?.spans;
  assert.deepEqual(await spans(ana), [{ from: 0, to: 1 }], 'the founder from the first epoch on, to the one of now');
  assert.deepEqual(await spans(ben), [{ from: 1, to: 1 }], 'from the epoch that the welcome led into');
  // a removal takes two commits (docs/adr/0060): the group goes to epoch 3, Mal could read up to epoch 1
  await ana.device.removeMember(groupId, mal.device.accountId);
  assert.deepEqual(await spans(mal), [{ from: 1, to: 1 }]);
  assert.deepEqual(await spans(ben), [{ from: 1, to: 3 }]);
  await ana.device.addMember(groupId, mal.device.accountId);
  await syncAll(ben, mal);
  assert.deepEqual(await spans(mal), [
    { from: 1, to: 1 },
    { from: 4, to: 4 },
  ]);
  // who leaves is in the group until the end of the epoch, whoever takes the leaf out later
  await mal.device.leave(groupId);
  await syncAll(ana, ben);
  assert.deepEqual(await spans(mal), [
    { from: 1, to: 1 },
    { from: 4, to: 4 },
  ]);
  assert.deepEqual(await spans(ana), [{ from: 0, to: 6 }], 'and the leaf is out');
});

test('spans fit what devices hold: each message that a device shows is of an epoch that the token vouches for', async (t) => {
  const service = await startService(t);
  const { ana, ben, mal, groupId } = await groupOfThree(service);
  const everyone = [ana, ben, mal];
  for (let round = 0; round < 2; round += 1) {
    await ana.device.sendText(groupId, `with Mal ${round}`);
    await syncAll(...everyone);
    await ana.device.removeMember(groupId, mal.device.accountId);
    await ana.device.sendText(groupId, `without Mal ${round}`);
    await syncAll(...everyone);
    await ana.device.addMember(groupId, mal.device.accountId);
    await syncAll(...everyone);
  }
  const epochsShown = async (device: typeof ana) => {
    const kept = await device.store.list('message');
    return kept.map(({ stamp }) => Number(decodeStamp(stamp).context.epoch));
  };
  const all = await epochsShown(ana);
  assert.equal(all.length, 4);
  for (const device of everyone) {
    const spans = (await claimsOf(device, [groupId])).groups[0]?.spans ?? [];
    const inside = (epoch: number) => spans.some(({ from, to }) => from <= epoch && (to === null || epoch <= to));
    assert.deepEqual((await epochsShown(device)).sort(), all.filter(inside).sort());
  }
  assert.equal((await epochsShown(mal)).length, 2);
});

test('a store from before spans were kept vouches for its members as it did then', () => {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-'));
  const path = join(folder, 'delivery.sqlite');
  const fill = openDatabase(path);
  fill.run("INSERT INTO account VALUES ('ana', 'Ana', 0), ('mal', 'Mal', 0)");
  fill.run("INSERT INTO chat_group VALUES ('g', 7, 0)");
  fill.run("INSERT INTO member VALUES ('g', 'ana', 0, NULL), ('g', 'mal', 0, 1)");
  fill.close();
  const database = openDatabase(path);
  const groups = createGroups(database, createEvents(database, Date.now), Date.now);
  for (const account of ['ana', 'mal']) {
    assert.deepEqual(groups.membershipsOf(account, ['g', 'h']), [{ groupId: 'g', spans: [{ from: 0, to: 7 }] }]);
  }
  assert.deepEqual(groups.membershipsOf('eve', ['g']), []);
  database.close();
  rmSync(folder, { recursive: true });
});

test('a store from before readers were kept gives its pictures to whoever was in the group by then, and to none who came later', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-'));
  const path = join(folder, 'delivery.sqlite');
  const fill = openDatabase(path);
  fill.run("INSERT INTO account VALUES ('ana', 'Ana', 0), ('mal', 'Mal', 0), ('eve', 'Eve', 0)");
  fill.run("INSERT INTO chat_group VALUES ('g', 7, 0)");
  fill.run("INSERT INTO member VALUES ('g', 'ana', 0, NULL), ('g', 'mal', 0, 1)");
  fill.run("INSERT INTO blob_group VALUES ('aa', 'g')");
  fill.close();
  const readers = async () => {
    const database = openDatabase(path);
    const blobs = await createBlobs(join(folder, 'blobs'), database);
    const found = ['ana', 'mal', 'eve'].map((account) => blobs.wasThereFor('aa', account));
    database.run("INSERT OR IGNORE INTO member VALUES ('g', 'eve', 8, NULL)");
    database.close();
    return found;
  };
  assert.deepEqual(await readers(), [true, true, false]);
  assert.deepEqual(await readers(), [true, true, false]);
  rmSync(folder, { recursive: true });
});

test('the websocket says that there is news, only to whom it concerns, and only after a hello', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  const open = async (token: string) => {
    const socket = new WebSocket(`${service.url().replace('http', 'ws')}/api/live`);
    const news: unknown[] = [];
    let closed: number | undefined;
    socket.onmessage = (message) => news.push(message.data);
    socket.onclose = (event) => {
      closed = event.code;
    };
    await new Promise((resolve) => {
      socket.onopen = resolve;
    });
    socket.send(JSON.stringify({ token }));
    return { socket, news, closed: () => closed };
  };
  const until = async (done: () => boolean) => {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const live = await open(ben.identity.token);
  await until(() => live.news.length === 1);
  await ana.device.sendText(groupId, 'hello');
  await until(() => live.news.length === 2);
  assert.deepEqual(live.news, ['new', 'new']);
  live.socket.close();
  const stranger = await open('wrong');
  await until(() => stranger.closed() !== undefined);
  assert.equal(stranger.closed(), 4401);
  assert.deepEqual(stranger.news, []);
});

test('names become accounts in every script, and a name of signs only is refused', async (t) => {
  const service = await startService(t);
  assert.equal((await service.api().signIn('  Ana  ')).accountId, 'ana@messenger.localhost');
  assert.equal((await service.api().signIn('نور')).accountId, 'نور@messenger.localhost');
  assert.equal((await service.api().signIn('J. R. Ewing')).accountId, 'j-r-ewing@messenger.localhost');
  await assert.rejects(service.api().signIn('!!!'), { code: 'invalid-request' });
  await assert.rejects(service.api().signIn('x'.repeat(41)), { code: 'invalid-request' });
});

test('the page gets a policy that runs nothing inline and reaches only the safety server', async (t) => {
  const service = await startService(t);
  const response = await fetch(`${service.url()}/config.json`);
  const policy = response.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.ok(policy.split('; ').includes(`connect-src 'self' ${service.safetyUrl}`), policy);
  // WebAssembly is compiled (the models); nothing else that is not a file of the page runs
  assert.doesNotMatch(policy, /'unsafe-/);
  assert.equal((await fetch(`${service.url()}/nothing-here`)).status, 404);
});

test('an account that sends too fast is slowed down, and others are not', async (t) => {
  const service = await startService(t);
  const { ana, ben, groupId } = await groupOfThree(service);
  service.freeze();
  service.advance(60_000);
  const codes: string[] = [];
  for (let n = 0; n < limits.messagesPerMinute + 1; n += 1) {
    await ana.api.createGroup(groupId).catch((error: unknown) => {
      codes.push(error instanceof DeliveryRefusal ? error.code : 'other');
    });
  }
  assert.equal(codes.at(0), 'group-exists');
  assert.equal(codes.at(-1), 'rate-limited');
  await ben.device.sendText(groupId, 'still fine');
  service.advance(60_000);
  await ana.device.sendText(groupId, 'and again');
});
