import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action } from '../src/actions/action.ts';
import type { KeyPress } from '../src/actions/keys.ts';
import { ActionRegistry, type FocusPlace } from '../src/actions/registry.ts';

const page: FocusPlace = { typing: false, control: false };
const field: FocusPlace = { typing: true, control: true };
const button: FocusPlace = { typing: false, control: true };

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, ...more };
}

function setUp(...actions: (Partial<Action> & { id: string })[]) {
  let now = 0;
  const ran: string[] = [];
  const registry = new ActionRegistry(() => now);
  const whole = actions.map(
    (action): Action => ({
      title: action.id,
      group: 'case',
      keys: [],
      when: () => true,
      run: () => ran.push(action.id),
      ...action,
    }),
  );
  const remove = registry.add(whole);
  return { registry, ran, remove, wait: (ms: number) => (now += ms) };
}

describe('action registry', () => {
  it('runs what a key is bound to', () => {
    const { registry, ran } = setUp({ id: 'claim', keys: ['c'] }, { id: 'release', keys: ['Shift+c'] });
    assert.equal(registry.press(press('c'), page), true);
    assert.equal(registry.press(press('C', { shiftKey: true }), page), true);
    assert.deepEqual(ran, ['claim', 'release']);
  });

  it('says why nothing comes of a key, unless something else takes it', () => {
    const { registry, ran } = setUp({ id: 'decide', keys: ['d'], when: () => ({ reason: 'read it first' }) });
    const reasons: string[] = [];
    const refused = (reason: string): void => void reasons.push(reason);
    assert.equal(registry.press(press('d'), page, refused), false);
    assert.equal(registry.press(press('d', { repeat: true }), page, refused), false, 'held down it says so once');
    registry.add(
      [{ id: 'other', title: 'other', group: 'view', keys: ['d'], when: () => true, run: () => ran.push('other') }],
      'frame',
    );
    assert.equal(registry.press(press('d'), page, refused), true);
    assert.deepEqual(reasons, ['read it first']);
    assert.deepEqual(ran, ['other']);
  });

  it('leaves a key alone that nothing is bound to', () => {
    const { registry, ran } = setUp({ id: 'claim', keys: ['c'] });
    assert.equal(registry.press(press('x'), page), false);
    assert.equal(registry.press(press('c', { altKey: true }), page), false);
    assert.equal(registry.press(press('c', { ctrlKey: true }), page), false, 'Ctrl+C stays the browser’s copy');
    assert.deepEqual(ran, []);
  });

  it('ignores single keys while somebody types, and takes Mod bindings that ask for it', () => {
    const { registry, ran } = setUp(
      { id: 'next', keys: ['n'], whileTyping: true },
      { id: 'submit', keys: ['Mod+Enter'], whileTyping: true },
      { id: 'other', keys: ['Mod+o'] },
    );
    assert.equal(registry.press(press('n'), field), false);
    assert.equal(registry.press(press('o', { ctrlKey: true }), field), false);
    assert.equal(registry.press(press('Enter', { ctrlKey: true }), field), true);
    assert.equal(registry.press(press('Enter', { metaKey: true }), field), true);
    assert.deepEqual(ran, ['submit', 'submit']);
  });

  it('leaves Enter and Space to a focused button or link', () => {
    const { registry, ran } = setUp({ id: 'open', keys: ['Enter'] }, { id: 'hold', keys: [' '] });
    assert.equal(registry.press(press('Enter'), button), false);
    assert.equal(registry.press(press(' '), button), false);
    assert.equal(registry.press(press('Enter'), page), true);
    assert.deepEqual(ran, ['open']);
  });

  it('runs nothing that is not allowed, whatever asks for it', () => {
    const { registry, ran } = setUp(
      { id: 'hidden', keys: ['h'], when: () => false },
      { id: 'later', keys: ['l'], when: () => ({ reason: 'claim first' }) },
    );
    assert.equal(registry.press(press('h'), page), false);
    assert.equal(registry.press(press('l'), page), false);
    assert.equal(registry.run('hidden'), false);
    assert.equal(registry.run('later'), false);
    assert.equal(registry.run('unknown'), false);
    assert.deepEqual(ran, []);
  });

  it('knows two keys one after the other, and forgets the first after a while', () => {
    const { registry, ran, wait } = setUp({ id: 'go', keys: ['g q'] }, { id: 'q', keys: ['q'] });
    assert.equal(registry.press(press('g'), page), true);
    registry.press(press('q'), page);
    assert.deepEqual(ran, ['go']);
    registry.press(press('g'), page);
    wait(1_201);
    registry.press(press('q'), page);
    assert.deepEqual(ran, ['go', 'q']);
  });

  it('starts anew when the second key fits nothing', () => {
    const { registry, ran } = setUp({ id: 'go', keys: ['g q'] }, { id: 'claim', keys: ['c'] });
    registry.press(press('g'), page);
    registry.press(press('c'), page);
    registry.press(press('q'), page);
    assert.deepEqual(ran, ['claim']);
  });

  it('repeats only what moves while a key is held down', () => {
    const { registry, ran } = setUp({ id: 'claim-next', keys: ['n'] }, { id: 'down', keys: ['j'], repeats: true });
    assert.equal(registry.press(press('n', { repeat: true }), page), false);
    assert.equal(registry.press(press('j', { repeat: true }), page), true);
    assert.deepEqual(ran, ['down']);
  });

  it('takes no keys while a dialog is open', () => {
    const { registry, ran } = setUp({ id: 'claim', keys: ['c'] });
    const end = registry.suspend();
    assert.equal(registry.press(press('c'), page), false);
    end();
    end();
    const again = registry.suspend();
    assert.equal(registry.press(press('c'), page), false, 'ending twice must not undo a later dialog');
    again();
    assert.equal(registry.press(press('c'), page), true);
    assert.deepEqual(ran, ['claim']);
  });

  it('lets a screen take a key from the frame, and gives it back', () => {
    const { registry, ran } = setUp({ id: 'frame', keys: ['a'] });
    const inner: Action = {
      id: 'screen',
      title: '',
      group: 'case',
      keys: ['a'],
      when: () => true,
      run: () => ran.push('screen'),
    };
    const remove = registry.add([inner]);
    registry.press(press('a'), page);
    remove();
    registry.press(press('a'), page);
    assert.deepEqual(ran, ['screen', 'frame']);
  });

  it('goes on to the next action with the same key where the first is not available', () => {
    const { registry, ran } = setUp({ id: 'frame', keys: ['a'] });
    registry.add([
      { id: 'screen', title: '', group: 'case', keys: ['a'], when: () => false, run: () => ran.push('screen') },
    ]);
    registry.press(press('a'), page);
    assert.deepEqual(ran, ['frame']);
  });

  it('refuses two actions of one screen with one id or one key', () => {
    assert.throws(() => setUp({ id: 'a', keys: ['x'] }, { id: 'b', keys: ['x'] }), /refuse key x: it is there twice/);
    assert.throws(() => setUp({ id: 'a' }, { id: 'a' }), /refuse action a/);
  });

  it('finds the letter by its place on an Arabic keyboard', () => {
    const { registry, ran } = setUp({ id: 'claim', keys: ['c'] });
    registry.press(press('ؤ', { code: 'KeyC' }), page);
    assert.deepEqual(ran, ['claim']);
  });

  it('takes ? and / as typed, whether or not Shift was needed', () => {
    const { registry, ran } = setUp({ id: 'help', keys: ['?'] }, { id: 'search', keys: ['/'] });
    registry.press(press('?', { shiftKey: true }), page);
    registry.press(press('?'), page);
    registry.press(press('/', { shiftKey: true }), page);
    assert.deepEqual(ran, ['help', 'help', 'search']);
  });
});
