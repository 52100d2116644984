import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action } from '../src/actions/action.ts';
import { conflictOf } from '../src/actions/key-conflicts.ts';
import { chosenKeys, everyonesKeys, isChangeable, liveKeys, readKeySettings } from '../src/actions/key-settings.ts';
import { bindingOf, type KeyPress, keyWords, matchesStroke, parseBinding, strokeOf } from '../src/actions/keys.ts';
import { ActionRegistry } from '../src/actions/registry.ts';
import { refusalOf } from '../src/actions/reserved-keys.ts';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, ...more };
}
const recorded = (pressed: KeyPress): string => bindingOf([strokeOf(pressed)]);
const page = { typing: false, control: false };

function registryOf(...actions: (Partial<Action> & { id: string })[]) {
  const ran: string[] = [];
  const registry = new ActionRegistry(() => 0);
  const whole = actions.map(
    (one): Action => ({
      title: one.id,
      group: 'case',
      keys: [],
      when: () => true,
      run: () => ran.push(one.id),
      ...one,
    }),
  );
  return { registry, ran, whole };
}

describe('what was stored of somebody’s keys', () => {
  it('is taken where it can be used', () => {
    const stored = {
      singleKeys: false,
      keys: { 'queue.down': 's', 'go.queue': 'g 1', 'view.help': null, 'decide.submit': 'Mod+Shift+Enter' },
    };
    assert.deepEqual(readKeySettings(stored), stored);
  });

  for (const [what, stored] of [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'j'],
    ['a number', 7],
    ['a list', [['queue.down', 'j']]],
    ['keys that are a list', { keys: ['j'] }],
    ['keys that are a text', { keys: 'j' }],
    ['a switch that is no switch', { singleKeys: 'no' }],
  ] as const) {
    it(`leaves everyone’s keys where ${what} is stored`, () => {
      assert.deepEqual(readKeySettings(stored), everyonesKeys);
    });
  }

  for (const binding of [
    ...[
      '',
      ' ',
      'Tab',
      'Escape',
      'Enter',
      ' ',
      'F5',
      'Mod+w',
      'Mod+Shift+k',
      'ArrowDown',
      'Shift+Tab',
      'CapsLock',
      'Dead',
    ],
    ...['j k l', 'Mod+k j', 'J', 'Alt+j', 'Ctrl+j', 'Shift+Mod+Enter', 'Mod+', '+ +', 'j  k', 'jj', 'j'.repeat(41)],
    ...[7, {}, ['j'], true, undefined],
  ]) {
    it(`takes no key away for ${JSON.stringify(binding)}`, () => {
      const usable = binding === '+ +';
      const read = readKeySettings({ keys: { 'queue.down': binding } });
      assert.deepEqual(read.keys, usable ? { 'queue.down': '+ +' } : {});
    });
  }

  it('keeps no more than it can use, and takes no name for a property of every object', () => {
    const keys = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`a.${n}`, 'j']));
    assert.equal(Object.keys(readKeySettings({ keys }).keys).length, 400);
    const tricky = readKeySettings(JSON.parse('{"keys":{"__proto__":"j","constructor":"x","toString":null}}'));
    assert.deepEqual(chosenKeys('hasOwnProperty', ['h'], tricky), ['h']);
    assert.deepEqual(chosenKeys('queue.down', ['h'], tricky), ['h']);
  });

  it('keeps the keys of actions that this console does not know', () => {
    assert.deepEqual(readKeySettings({ keys: { 'room.of.tomorrow': 'j' } }).keys, { 'room.of.tomorrow': 'j' });
  });
});

describe('somebody’s own keys', () => {
  it('stand in the place of the usual one; arrows and Enter stay', () => {
    const settings = { ...everyonesKeys, keys: { down: 's', open: null, leave: 'x', macro: 'q' } };
    assert.deepEqual(chosenKeys('down', ['j', 'ArrowDown'], settings), ['s', 'ArrowDown']);
    assert.deepEqual(chosenKeys('open', ['Enter', 'o'], settings), ['Enter']);
    assert.deepEqual(chosenKeys('leave', ['Escape'], settings), ['Escape'], 'Escape alone cannot be changed');
    assert.deepEqual(chosenKeys('macro', [], settings), ['q'], 'what had no key can get one');
    assert.deepEqual(chosenKeys('other', ['o'], settings), ['o']);
    assert.equal(isChangeable(['Escape']), false);
  });

  it('count at once, and are given back', () => {
    const { registry, ran, whole } = registryOf({ id: 'claim', keys: ['c'] });
    registry.add(whole);
    registry.setKeys({ singleKeys: true, keys: { claim: 'q' } });
    assert.equal(registry.press(press('c'), page), false);
    assert.equal(registry.press(press('q'), page), true);
    assert.deepEqual(
      registry.list().map(({ keys }) => keys),
      [['q']],
    );
    registry.setKeys(everyonesKeys);
    assert.equal(registry.press(press('c'), page), true);
    assert.deepEqual(ran, ['claim', 'claim']);
  });

  it('of one character rest when they are turned off, and stand nowhere any more; Ctrl, arrows and Enter go on', () => {
    const off = { singleKeys: false, keys: {} };
    assert.deepEqual(liveKeys(['j', 'Shift+c', 'g q', '?', '4', 'ArrowDown', 'Enter', 'Escape', 'Mod+k'], off), [
      'ArrowDown',
      'Enter',
      'Escape',
      'Mod+k',
    ]);
    const { registry, ran, whole } = registryOf({ id: 'go', keys: ['g q'] }, { id: 'ban', keys: ['6'] });
    registry.add(whole);
    registry.setKeys(off);
    for (const key of ['g', 'q', '6']) assert.equal(registry.press(press(key), page), false);
    assert.deepEqual(ran, []);
  });
});

describe('conflicts of keys', () => {
  const others = [
    { id: 'help', title: 'Help', keys: ['?'] },
    { id: 'go', title: 'Go', keys: ['g q'] },
    { id: 'grey', title: 'Grey', keys: ['Shift+g'] },
    { id: 'g', title: 'G', keys: ['x'] },
  ];
  const kind = (binding: string) => conflictOf(binding, others)?.kind ?? null;

  it('are another’s key, the first of another’s two, and a first that is another’s', () => {
    assert.equal(kind('?'), 'same');
    assert.equal(kind('g q'), 'same');
    assert.equal(kind('g'), 'first');
    assert.equal(kind('x y'), 'second');
    for (const free of ['g x', 'Shift+x', 'j', 'Mod+k']) assert.equal(kind(free), null, free);
  });

  it('are looked for on the page; for what is on every page, on all pages that were shown', () => {
    const { registry, whole } = registryOf({ id: 'view.help', keys: ['?'] });
    registry.add(whole, 'frame');
    const queue = registryOf({ id: 'queue.down', keys: ['j'] });
    registry.add(queue.whole)();
    const lists = registryOf({ id: 'lists.down', keys: ['j'] }, { id: 'lists.add', keys: ['n'] });
    registry.add(lists.whole);
    const rivals = (id: string) =>
      registry
        .rivals(id)
        .map((rival) => rival.id)
        .sort();
    assert.deepEqual(rivals('lists.add'), ['lists.down', 'view.help']);
    assert.deepEqual(rivals('view.help'), ['lists.add', 'lists.down', 'queue.down']);
  });

  it('cannot lock anybody out: two that share a stored key run one after the other’s rules, and a page goes before the frame', () => {
    const { registry, whole } = registryOf({ id: 'view.help', keys: ['?'] });
    const inner = registryOf({ id: 'queue.down', keys: ['j'] });
    registry.add(inner.whole);
    registry.add(whole, 'frame');
    registry.setKeys({ singleKeys: true, keys: { 'queue.down': '?' } });
    registry.press(press('?'), page);
    assert.deepEqual(inner.ran, ['queue.down']);
  });
});

describe('a key that is recorded', () => {
  it('is named as a binding, whatever the keyboard', () => {
    const cases: [KeyPress, string][] = [
      [press('j', { code: 'KeyJ' }), 'j'],
      [press('J', { code: 'KeyJ', shiftKey: true }), 'Shift+j'],
      [press('?', { code: 'Slash', shiftKey: true }), '?'],
      [press('k', { code: 'KeyK', ctrlKey: true }), 'Mod+k'],
      [press('k', { code: 'KeyK', metaKey: true }), 'Mod+k'],
      [press('Enter', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Enter'],
      // German and French letters are typed as they are.
      [press('ö', { code: 'Semicolon' }), 'ö'],
      [press('Ö', { code: 'Semicolon', shiftKey: true }), 'Shift+ö'],
      [press('a', { code: 'KeyQ' }), 'a'],
      // Dvorak: the cap counts, not the place.
      [press('j', { code: 'KeyC' }), 'j'],
      // Another script: the place of an English keyboard.
      [press('с', { code: 'KeyC' }), 'c'],
      [press('С', { code: 'KeyC', shiftKey: true }), 'Shift+c'],
      [press('ؤ', { code: 'KeyC' }), 'c'],
      [press('لا', { code: 'KeyB' }), 'b'],
      [press('؟', { code: 'Slash', shiftKey: true }), '?'],
      [press('ظ', { code: 'Slash' }), '/'],
      [press('١', { code: 'Digit1' }), '1'],
      [press('ж', { code: 'Semicolon' }), ';'],
      [press('ψ', { code: 'KeyC' }), 'c'],
      [press('л', { code: 'KeyK', ctrlKey: true }), 'Mod+k'],
    ];
    for (const [pressed, binding] of cases) assert.equal(recorded(pressed), binding, `${pressed.key} ${pressed.code}`);
  });

  it('is found again on every other keyboard', () => {
    const [claim] = parseBinding('c');
    const [help] = parseBinding('?');
    const [second] = parseBinding('2');
    assert.ok(claim && help && second);
    for (const key of ['c', 'с', 'ؤ', 'ψ', 'ב']) assert.ok(matchesStroke(claim, press(key, { code: 'KeyC' })), key);
    for (const key of ['?', '؟']) assert.ok(matchesStroke(help, press(key, { code: 'Slash', shiftKey: true })), key);
    assert.ok(matchesStroke(help, press('?', { code: 'Digit7', shiftKey: true })), 'Russian and German');
    assert.ok(matchesStroke(second, press('2', { code: 'Digit2', shiftKey: true })), 'French digits lie behind Shift');
    assert.ok(matchesStroke(second, press('٢', { code: 'Digit2' })));
    assert.ok(!matchesStroke(second, press('é', { code: 'Digit2' })), 'what is typed counts on a Latin keyboard');
  });

  it('is refused where browser, screen reader or page need it, with the reason', () => {
    const reason = (pressed: KeyPress) => refusalOf(pressed, strokeOf(pressed));
    for (const [key, why] of [
      ['Tab', 'move'],
      ['Escape', 'move'],
      ['Enter', 'press'],
      [' ', 'press'],
      ['ArrowDown', 'caret'],
      ['PageUp', 'caret'],
      ['Home', 'caret'],
      ['Backspace', 'caret'],
      ['F1', 'function'],
      ['F12', 'function'],
      ['Insert', 'reader'],
      ['CapsLock', 'reader'],
      ['Dead', 'dead'],
      ['constructor', 'caret'],
    ] as const) {
      assert.equal(reason(press(key)), why, key);
    }
    for (const key of ['w', 't', 'n', 'q', 'r', 'c', 'v', 'f', 'l', '0', '+', '-', '9']) {
      assert.equal(reason(press(key, { ctrlKey: true })), 'browser', key);
    }
    assert.equal(reason(press('I', { ctrlKey: true, shiftKey: true })), 'browser');
    assert.equal(reason(press('j', { altKey: true })), 'alt');
    assert.equal(reason(press('@', { altKey: true, ctrlKey: true })), 'alt', 'AltGr');
    for (const free of [
      press('j'),
      press('?'),
      press('ö'),
      press('k', { ctrlKey: true }),
      press('Enter', { metaKey: true }),
    ]) {
      assert.equal(reason(free), null, free.key);
    }
  });

  it('stands in a sentence of any direction', () => {
    assert.equal(keyWords('g q', false), '\u2066G Q\u2069');
    assert.equal(keyWords('Mod+Shift+Enter', true), '\u2066⌘+⇧+↵\u2069');
  });
});
