import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DrillClassifier, drillClassifier } from '../support/drill-classifier.ts';
import { createWorld, settle } from '../support/world.ts';

const hour = 3_600_000;

/** `isMinor` null: the app does not say how old its owner is. */
async function createHome(isMinor: boolean | null = false) {
  const classifier: DrillClassifier = drillClassifier();
  const world = await createWorld({ classifier });
  const { prompts } = world.wellhouse;
  if (isMinor !== null) await prompts.setMinor(isMinor);
  let count = 0;
  const hear = (text: string, { sender = 'mal@hub.example', conversationId = 'group', messageId = '' } = {}) => {
    count += 1;
    return prompts.look({ conversationId, messageId: messageId || `m${count}`, sender, text });
  };
  return { ...world, classifier, prompts, hear };
}

test('what is noticed is asked about under its message, until it is answered, over a restart', async () => {
  const { prompts, hear, open, storage, time } = await createHome();
  const message = { conversationId: 'group', messageId: 'm1', sender: 'mal@hub.example' };
  const prompt = { ...message, kind: 'threat', askedAt: time.now };
  assert.deepEqual(await hear('drill threat'), prompt);
  assert.deepEqual(await prompts.open('group'), prompt);
  assert.equal(await prompts.open('another'), null);
  assert.deepEqual(await open(storage).prompts.open('group'), prompt);
  await prompts.close({ conversationId: 'group', messageId: 'm1' });
  assert.equal(await open(storage).prompts.open('group'), null);
});

test('one conversation asks at most once an hour; another conversation asks on its own', async () => {
  const { hear, time, prompts } = await createHome();
  assert.ok(await hear('drill insult'));
  time.now += hour - 1;
  assert.equal(await hear('drill spam'), null);
  assert.ok(await hear('drill threat', { conversationId: 'other' }));
  time.now += 1;
  assert.ok(await hear('drill spam'));
  const lines = (await prompts.log()).map((line) => line.what === 'noticed' && [line.kind, line.asked]);
  assert.deepEqual(lines, [
    ['spam', true],
    ['threat', true],
    ['spam', false],
    ['insult', true],
  ]);
});

test('the question about an insult that nobody answered moves to a threat: one stands, for the graver thing, asked once', async () => {
  const { prompts, hear, time } = await createHome();
  const askedAt = time.now;
  await hear('drill insult');
  time.now += 60_000;
  const message = { conversationId: 'group', messageId: 'm2', sender: 'eve@hub.example' };
  const stands = { ...message, kind: 'threat', askedAt };
  assert.deepEqual(await hear('drill threat', { sender: 'eve@hub.example' }), stands);
  assert.deepEqual(await prompts.open('group'), stands);
  assert.equal(await hear('drill insult'), null);
  assert.deepEqual(await prompts.open('group'), stands);
  const lines = (await prompts.log()).map((line) => line.what === 'noticed' && [line.kind, line.asked]);
  assert.deepEqual(lines, [
    ['insult', false],
    ['threat', false],
    ['insult', true],
  ]);
});

test('twenty insults in twenty minutes that nobody answers are one question, and one line “asked”', async () => {
  const { prompts, hear, time } = await createHome();
  const asked = new Set<number | undefined>();
  for (let minute = 0; minute < 20; minute += 1) {
    asked.add((await hear('drill insult'))?.askedAt);
    time.now += 60_000;
  }
  assert.deepEqual([...asked], [time.now - 20 * 60_000]);
  assert.equal((await prompts.open('group'))?.messageId, 'm20');
  const lines = (await prompts.log()).map((line) => line.what === 'noticed' && line.asked);
  assert.deepEqual(lines, [...Array(19).fill(false), true]);
});

test('a question that keeps moving is asked anew an hour after it was asked', async () => {
  const { prompts, hear, time } = await createHome();
  await hear('drill insult');
  time.now += hour - 1;
  await hear('drill insult');
  time.now += 1;
  assert.equal((await hear('drill insult'))?.askedAt, time.now);
  const lines = (await prompts.log()).map((line) => line.what === 'noticed' && line.asked);
  assert.deepEqual(lines, [true, false, true]);
});

test('spam does not take the place of a threat to which the question moved a minute ago', async () => {
  const { prompts, hear, time } = await createHome();
  await hear('drill insult');
  time.now += hour - 60_000;
  await hear('drill threat');
  time.now += 60_000;
  assert.equal(await hear('drill spam'), null);
  assert.equal((await prompts.open('group'))?.kind, 'threat');
  await prompts.close({ conversationId: 'group', messageId: 'm2' });
  assert.ok(await hear('drill spam'), 'the hour after it was asked is over');
});

test('what is as grave moves the question to where it was noticed last: nobody hides it far up by an edit of what is old', async () => {
  const { prompts, hear, time } = await createHome();
  await hear('drill sextortion', { messageId: 'old' });
  time.now += 60_000;
  assert.equal((await hear('drill sextortion', { messageId: 'new' }))?.messageId, 'new');
  assert.equal((await prompts.open('group'))?.messageId, 'new');
  await prompts.close({ conversationId: 'group', messageId: 'old' });
  assert.equal((await prompts.open('group'))?.messageId, 'new', 'an answer to what moved meanwhile is none to this');
  await prompts.close({ conversationId: 'group', messageId: 'new' });
  assert.equal(await hear('drill sextortion'), null, 'an answer keeps the hour');
});

test('an answered prompt keeps the hour, for graver things too: they are in the log', async () => {
  const { prompts, hear } = await createHome();
  await hear('drill insult');
  await prompts.close({ conversationId: 'group', messageId: 'm1' });
  assert.equal(await hear('drill threat'), null);
  assert.deepEqual(
    (await prompts.log()).map((line) => line.what === 'noticed' && [line.kind, line.asked]),
    [
      ['threat', false],
      ['insult', true],
    ],
  );
});

test('what goes with its message leaves the next one its place, and no trace', async () => {
  const { prompts, hear, storage } = await createHome();
  await hear('drill insult');
  await prompts.withdraw({ conversationId: 'group', messageId: 'm1' });
  assert.equal(await prompts.open('group'), null);
  assert.deepEqual(await storage.list('prompt'), []);
  assert.equal((await hear('drill spam'))?.kind, 'spam');
});

for (const how of ['elsewhere', 'in the prompt'] as const) {
  test(`a prompt whose sender was blocked ${how} holds nobody else back`, async () => {
    const { prompts, hear, wellhouse } = await createHome();
    await hear('drill threat');
    await wellhouse.block('mal@hub.example');
    if (how === 'in the prompt') await prompts.close({ conversationId: 'group', messageId: 'm1' });
    const prompt = await hear('drill spam', { sender: 'eve@hub.example' });
    assert.equal(prompt?.sender, 'eve@hub.example');
    assert.deepEqual(await prompts.open('group'), prompt);
  });
}

test('a message that an edit makes graver after it was answered: a line within the hour, a prompt after it', async () => {
  const { prompts, hear, time } = await createHome();
  await hear('drill insult', { messageId: 'm' });
  await prompts.close({ conversationId: 'group', messageId: 'm' });
  assert.equal(await hear('drill threat', { messageId: 'm' }), null);
  assert.equal((await prompts.log()).length, 2);
  time.now += hour;
  assert.equal((await hear('drill threat', { messageId: 'm' }))?.kind, 'threat');
});

test('“not for me” on a lesser thing silences neither a threat nor blackmail, and everything else for the hour', async () => {
  const { prompts, hear } = await createHome();
  await hear('drill spam');
  await prompts.setKind({ kind: 'spam', isOn: false });
  for (const kind of ['spam', 'insult', 'hate', 'sexual']) assert.equal(await hear(`drill ${kind}`), null, kind);
  assert.equal((await hear('drill threat'))?.kind, 'threat');
  await prompts.setKind({ kind: 'threat', isOn: false });
  for (const kind of ['sexual', 'threat']) assert.equal(await hear(`drill ${kind}`), null, kind);
  assert.equal((await hear('drill sextortion'))?.kind, 'sextortion');
});

for (const [what, then] of [
  ['another message', ({ hear }) => hear('words')],
  ['a look into the log', ({ prompts }) => prompts.log()],
  ['time alone', ({ pass }) => pass(0)],
] as const satisfies readonly (readonly [
  string,
  (home: Awaited<ReturnType<typeof createHome>>) => Promise<unknown>,
])[]) {
  test(`where no log is kept, no kind of what was answered is left after its hour: ${what}`, async () => {
    const home = await createHome(true);
    const { prompts, hear, storage, time } = home;
    await hear('drill threat');
    await prompts.close({ conversationId: 'group', messageId: 'm1' });
    await hear('drill insult', { conversationId: 'other' });
    await prompts.setKind({ kind: 'insult', isOn: false });
    assert.equal((await storage.list('prompt')).length, 2, 'the hour holds');
    time.now += 5 * hour;
    await then(home);
    await settle();
    assert.deepEqual(await storage.list('prompt'), []);
  });
}

test('what is off says since when, until it is on again', async () => {
  const { prompts, time } = await createHome();
  const since = time.now;
  await prompts.setKind({ kind: 'insult', isOn: false });
  time.now += hour;
  await prompts.setKind({ kind: 'insult', isOn: false });
  await prompts.setOn(false);
  assert.deepEqual((await prompts.settings()).offSince, { insult: since, all: time.now });
  await prompts.setKind({ kind: 'insult', isOn: true });
  await prompts.setOn(true);
  assert.deepEqual((await prompts.settings()).offSince, {});
});

test('under 18 no log is kept, unless its owner wants one', async () => {
  const { prompts, hear, open, storage } = await createHome();
  await hear('drill threat');
  await prompts.setMinor(true);
  assert.equal((await prompts.settings()).keepsLog, false);
  assert.deepEqual(await prompts.log(), []);
  await prompts.setKeepsLog(true);
  await prompts.setMinor(true);
  await hear('drill insult', { conversationId: 'other' });
  assert.equal((await prompts.log()).length, 1);
  await prompts.setMinor(false);
  const again = open(storage).prompts;
  assert.equal((await again.settings()).keepsLog, true);
});

for (const [who, isMinor] of [
  ['under 18', true],
  ['whose age is not known', null],
] as const) {
  test(`${who}, a threat and blackmail are asked about within the hour of an answer, since they leave no line, each once`, async () => {
    const { prompts, hear, storage } = await createHome(isMinor);
    await hear('drill spam');
    await prompts.close({ conversationId: 'group', messageId: 'm1' });
    for (const kind of ['spam', 'insult', 'hate', 'sexual']) assert.equal(await hear(`drill ${kind}`), null, kind);
    assert.equal((await hear('drill threat'))?.messageId, 'm6');
    await prompts.close({ conversationId: 'group', messageId: 'm6' });
    for (const kind of ['insult', 'threat']) assert.equal(await hear(`drill ${kind}`), null, kind);
    assert.equal((await hear('drill sextortion'))?.messageId, 'm9');
    await prompts.close({ conversationId: 'group', messageId: 'm9' });
    for (const kind of ['sextortion', 'threat']) assert.equal(await hear(`drill ${kind}`), null, kind);
    assert.deepEqual(await storage.list('promptLog'), []);
    await prompts.setMinor(false);
    assert.equal((await prompts.settings()).keepsLog, true);
  });

  test(`${who}, that nothing answered is one line without anybody in it, unless they chose that there be none`, async () => {
    const { prompts, hear, classifier, time } = await createHome(isMinor);
    classifier.trouble = 'rejects';
    await hear('drill threat');
    const line = { what: 'unavailable', count: 1, at: time.now, until: time.now };
    assert.deepEqual(await prompts.log(), [line]);
    await prompts.setKeepsLog(false);
    await hear('drill threat');
    assert.deepEqual(await prompts.log(), []);
  });
}

test('two tabs that look at the same moment leave one question', async () => {
  const { prompts, open, storage } = await createHome();
  const other = open(storage).prompts;
  const message = { conversationId: 'group', sender: 'mal@hub.example', text: 'drill threat' };
  await Promise.all([prompts.look({ ...message, messageId: 'a' }), other.look({ ...message, messageId: 'b' })]);
  assert.equal((await storage.list('prompt')).length, 1);
  assert.equal((await prompts.open('group'))?.messageId, (await other.open('group'))?.messageId);
});

/** A classifier whose verdicts wait for `answer`. */
async function createSlowHome() {
  const classifier = drillClassifier();
  const gate = Promise.withResolvers<void>();
  const slow = {
    ...classifier,
    classify: (message: { text: string }) => gate.promise.then(() => classifier.classify(message)),
  };
  const world = await createWorld({ classifier: slow });
  const { prompts } = world.wellhouse;
  await prompts.setMinor(false);
  const message = { conversationId: 'group', messageId: 'm', sender: 'mal@hub.example', text: 'drill threat' };
  let isShown = true;
  const looked = prompts.look(message, async () => isShown);
  await settle();
  return {
    ...{ ...world, prompts },
    hide() {
      isShown = false;
    },
    async answer() {
      gate.resolve();
      return looked;
    },
  };
}

test('what was being looked at while everything was wiped leaves no trace either', async () => {
  const { prompts, answer, storage } = await createSlowHome();
  await prompts.wipeLog();
  assert.equal(await answer(), null);
  assert.deepEqual([await storage.list('prompt'), await storage.list('promptLog')], [[], []]);
});

test('what was being looked at while the log was switched off is asked about, and not written down', async () => {
  for (const switchOff of ['setKeepsLog', 'setMinor'] as const) {
    const { prompts, answer, storage } = await createSlowHome();
    await prompts[switchOff](switchOff === 'setMinor');
    assert.equal((await answer())?.kind, 'threat');
    assert.deepEqual(await storage.list('promptLog'), []);
  }
});

test('a log that is wiped between a verdict and its line stays empty', async () => {
  const { prompts, answer, storage } = await createSlowHome();
  const { update } = storage;
  storage.update = async (store, key, change) => {
    if (store === 'promptLog') await prompts.setKeepsLog(false);
    return update(store, key, change);
  };
  await answer();
  assert.deepEqual(await storage.list('promptLog'), []);
});

for (const [what, stop] of [
  ['was blocked', ({ wellhouse }) => wellhouse.block('mal@hub.example')],
  ['was muted, or their message was removed,', async ({ hide }) => hide()],
  ['wrote to somebody who switched prompts off', ({ prompts }) => prompts.setOn(false)],
] satisfies [string, (home: Awaited<ReturnType<typeof createSlowHome>>) => Promise<void>][]) {
  test(`who ${what} while their message was looked at is neither asked about nor written down`, async () => {
    const home = await createSlowHome();
    await stop(home);
    assert.equal(await home.answer(), null);
    assert.deepEqual([await home.storage.list('prompt'), await home.prompts.log()], [[], []]);
  });
}

test('a question that another tab asks while answered ones are forgotten is not forgotten with them', async () => {
  const { hear, prompts, storage, time } = await createHome();
  await hear('drill threat');
  await prompts.close({ conversationId: 'group', messageId: 'm1' });
  time.now += hour;
  const { list } = storage;
  let lists = 0;
  storage.list = async (store) => {
    const records = await list(store);
    if (store === 'prompt') lists += 1;
    // first those that are answered are looked for, then those that are to be forgotten
    if (store === 'prompt' && lists === 2) await hear('drill threat');
    return records;
  };
  await prompts.close({ conversationId: 'other', messageId: 'm' });
  assert.equal((await prompts.open('group'))?.messageId, 'm2');
});

test('own messages and those of blocked people reach no classifier', async () => {
  const { hear, classifier, wellhouse, prompts } = await createHome();
  await wellhouse.block('mal@hub.example');
  assert.equal(await hear('drill threat', { sender: 'ana@hub.example' }), null);
  assert.equal(await hear('drill threat'), null);
  assert.equal(await hear(' \n', { sender: 'ben@hub.example' }), null);
  assert.deepEqual(classifier.asked, []);
  assert.deepEqual(await prompts.log(), []);
});

test('who is blocked has no prompt standing under what they wrote', async () => {
  const { hear, wellhouse, prompts } = await createHome();
  await hear('drill insult');
  await wellhouse.block('mal@hub.example');
  assert.equal(await prompts.open('group'), null);
});

test('“not for me” closes the prompt, ends the kind and keeps the others', async () => {
  const { hear, prompts, time } = await createHome();
  await hear('drill insult');
  await prompts.setKind({ kind: 'insult', isOn: false });
  assert.equal(await prompts.open('group'), null);
  time.now += hour;
  assert.equal(await hear('drill insult'), null);
  assert.ok(await hear('drill threat'));
  assert.equal((await prompts.log()).length, 2);
  await prompts.setKind({ kind: 'insult', isOn: true });
  time.now += hour;
  assert.ok(await hear('drill insult'));
  assert.deepEqual((await prompts.settings()).off, []);
});

test('switched off as a whole, no message reaches the classifier', async () => {
  const { hear, prompts, classifier } = await createHome();
  await hear('drill insult');
  await prompts.setOn(false);
  assert.equal(await prompts.open('group'), null);
  await hear('drill threat', { conversationId: 'other' });
  assert.deepEqual(classifier.asked, ['drill insult']);
  await prompts.setOn(true);
  assert.ok(await hear('drill threat', { conversationId: 'other' }));
});

test('a language without a pack gets no prompt and no line', async () => {
  const { hear, prompts } = await createHome();
  assert.equal(await hear('drill no-pack drill threat'), null);
  assert.deepEqual(await prompts.log(), []);
});

for (const trouble of ['unavailable', 'rejects', 'throws'] as const) {
  test(`a classifier that ${trouble}: no prompt, one line, and a prompt again when it is back`, async () => {
    const { hear, prompts, classifier, time } = await createHome();
    classifier.trouble = trouble;
    assert.equal(await hear('drill threat'), null);
    assert.equal(await hear('drill threat'), null);
    assert.deepEqual(await prompts.log(), [{ what: 'unavailable', count: 2, at: time.now, until: time.now }]);
    assert.equal(prompts.runtime().state, 'failing');
    classifier.trouble = null;
    assert.ok(await hear('drill threat'));
    assert.equal(prompts.runtime().state, 'ready');
  });
}

test('a classifier that hangs is given up after a minute and a half, with one line', async () => {
  const { hear, prompts, classifier, pass } = await createHome();
  classifier.trouble = 'hangs';
  const looked = hear('drill threat');
  await settle();
  await pass(90_000);
  assert.equal(await looked, null);
  assert.equal((await prompts.log()).length, 1);
});

test('a verdict that comes too late to be waited for still leads to its question', async () => {
  const home = await createSlowHome();
  const { prompts, wellhouse, pass, answer } = home;
  await pass(90_000);
  assert.equal(await prompts.open('group'), null);
  assert.equal(prompts.runtime().state, 'failing');
  const events: string[] = [];
  wellhouse.subscribe(({ type }) => events.push(type));
  await pass(600_000);
  assert.equal(await answer(), null, 'whoever waited for it does so no longer');
  await settle();
  assert.equal((await prompts.open('group'))?.kind, 'threat');
  assert.deepEqual(events, ['prompts']);
  assert.equal(prompts.runtime().state, 'ready');
  assert.deepEqual(
    (await prompts.log()).map((line) => (line.what === 'noticed' ? line.kind : line.what)),
    ['threat', 'unavailable'],
  );
});

for (const [what, meanwhile] of [
  ['after an hour', ({ pass }) => pass(3_600_000)],
  ['once its message is gone or its sender muted', async ({ hide }) => hide()],
  ['once its sender is blocked', ({ wellhouse }) => wellhouse.block('mal@hub.example')],
  ['once everything was wiped', ({ prompts }) => prompts.wipeLog()],
] satisfies [string, (home: Awaited<ReturnType<typeof createSlowHome>>) => Promise<unknown>][]) {
  test(`a verdict that comes late asks nothing ${what}`, async () => {
    const home = await createSlowHome();
    await home.pass(90_000);
    await meanwhile(home);
    await home.answer();
    await settle();
    assert.equal(await home.prompts.open('group'), null);
    assert.equal((await home.prompts.log()).filter(({ what }) => what === 'noticed').length, 0);
  });
}

test('storage that cannot be written keeps no message from being shown', async () => {
  const classifier = drillClassifier();
  const { wellhouse, storage } = await createWorld({ classifier });
  storage.update = () => Promise.reject(new Error('the disk is full'));
  const message = { conversationId: 'group', messageId: 'm', sender: 'mal@hub.example', text: 'drill threat' };
  assert.equal(await wellhouse.prompts.look(message), null);
});

test('without a classifier nothing is noticed, and the settings can say so', async () => {
  const { wellhouse } = await createWorld();
  const message = { conversationId: 'group', messageId: 'm', sender: 'mal@hub.example', text: 'drill threat' };
  assert.equal(await wellhouse.prompts.look(message), null);
  assert.deepEqual(wellhouse.prompts.runtime(), { state: 'none', packs: [] });
});

test('the log holds neither a word of the message nor a score, and its owner wipes it', async () => {
  const { hear, prompts, storage, time } = await createHome();
  await hear('drill threat and a secret word');
  const [line] = await prompts.log();
  assert.deepEqual(line, {
    ...{ what: 'noticed', asked: true, at: time.now, kind: 'threat' },
    ...{ conversationId: 'group', messageId: 'm1', sender: 'mal@hub.example' },
  });
  await prompts.wipeLog();
  assert.deepEqual(await prompts.log(), []);
  assert.equal(await storage.get('promptLog', 'self'), undefined);
});

test('wiping leaves no trace: no question, no time of one, nobody who went and nobody pointed out', async () => {
  const { hear, prompts, storage, wellhouse, time } = await createHome();
  const { recontact } = wellhouse;
  const member = (id: string, name: string) => ({ accountId: `${id}@hub.example`, name });
  await recontact.seeGroups([{ groupId: 'group', members: [member('ana', 'Ana'), member('eve', 'Eve Turner')] }]);
  time.now += 1_000;
  await wellhouse.block('eve@hub.example');
  time.now += 1_000;
  await recontact.seeGroups([{ groupId: 'group', members: [member('ana', 'Ana'), member('x7', 'Eve Turner')] }]);
  assert.equal((await recontact.hints('group')).length, 1);
  await hear('drill threat');
  await hear('drill insult', { conversationId: 'other' });
  await prompts.close({ conversationId: 'other', messageId: 'm2' });
  await prompts.wipeLog();
  assert.deepEqual([await storage.list('prompt'), await storage.list('promptLog')], [[], []]);
  assert.equal(await prompts.open('group'), null);
  assert.deepEqual(await storage.list('recontact'), []);
  const people = (await storage.list('people')).flatMap((group) => group.people);
  assert.deepEqual(people, [
    { accountId: 'ana@hub.example', name: 'Ana', since: 0, goneAt: null },
    { accountId: 'x7@hub.example', name: 'Eve Turner', since: 0, goneAt: null },
  ]);
  await recontact.seeGroups([{ groupId: 'group', members: [member('ana', 'Ana'), member('x7', 'Eve Turner')] }]);
  assert.deepEqual(await recontact.hints('group'), []);
});

test('that there was a prompt is forgotten when its hour is over, on a device that is only opened', async () => {
  const { hear, prompts, storage, time, open } = await createHome();
  await hear('drill threat');
  await prompts.close({ conversationId: 'group', messageId: 'm1' });
  time.now += hour;
  open(storage);
  await settle();
  assert.deepEqual(await storage.list('prompt'), []);
});

test('an answered prompt leaves only when it was asked', async () => {
  const { hear, prompts, storage, time } = await createHome();
  await hear('drill threat');
  await prompts.close({ conversationId: 'group', messageId: 'm1' });
  const left = { conversationId: 'group', messageId: 'm1', shownAt: time.now, question: null };
  assert.deepEqual(await storage.get('prompt', 'group'), left);
});

test('a person who keeps no log has none, and what there was is gone', async () => {
  const { hear, prompts, classifier } = await createHome();
  await hear('drill threat');
  await prompts.setKeepsLog(false);
  assert.ok(await hear('drill threat', { conversationId: 'other' }));
  classifier.trouble = 'rejects';
  await hear('drill threat');
  assert.deepEqual(await prompts.log(), []);
});

test('lines and open questions go after thirty days, on a device that is only opened', async () => {
  const { hear, storage, time, open } = await createHome();
  await hear('drill threat');
  time.now += 30 * 24 * hour;
  const later = open(storage).prompts;
  await settle();
  assert.deepEqual(await storage.get('promptLog', 'self'), { lines: [] });
  assert.equal(await later.open('group'), null);
});

test('every change is announced, so that another part of the app can draw it', async () => {
  const { hear, prompts, wellhouse } = await createHome();
  const events: string[] = [];
  wellhouse.subscribe(({ type }) => events.push(type));
  await hear('drill threat');
  await prompts.close({ conversationId: 'group', messageId: 'm1' });
  await prompts.setKind({ kind: 'threat', isOn: false });
  await prompts.wipeLog();
  assert.deepEqual(events, ['prompts', 'prompts', 'prompts', 'prompts', 'recontact']);
});
