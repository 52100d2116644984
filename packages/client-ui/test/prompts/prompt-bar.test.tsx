import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPromptStory, type PromptStory, type PromptStoryOptions } from '../support/prompt-story.tsx';
import { all, axeFindings, find, next, press, question } from '../support/walk.ts';

let story: PromptStory | null = null;
afterEach(async () => {
  story?.unmount();
  story = null;
  await page.viewport(1000, 800);
});

async function open(options: PromptStoryOptions = {}): Promise<PromptStory> {
  story?.unmount();
  story = await openPromptStory(options);
  if (options.kind !== null && !options.hasReturned) await expect.poll(() => all('.wh-prompt').length).toBe(1);
  return story;
}

const buttons = (): string[] => all('.wh-prompt-acts button').map((button) => button.textContent ?? '');
const bars = (): number => all('.wh-prompt').length;

test('nothing noticed, no bar', async () => {
  await open({ kind: null });
  await expect.poll(() => all('[data-words]').length).toBe(1);
  expect(bars()).toBe(0);
});

test.each([
  ['threat', ['Get help', 'Block Mal', 'Tell the safety team']],
  ['sextortion', ['Get help', 'Tell the safety team', 'Block Mal']],
  ['insult', ['Block Mal', 'Get help', 'Tell the safety team']],
  ['spam', ['Block Mal', 'Tell the safety team', 'Mute Mal']],
] as const)('%s: the actions stand in the order that helps, and the others behind “More”', async (kind, first) => {
  await open({ kind });
  expect(buttons()).toEqual(first);
  await press('More');
  await expect.poll(() => buttons().length).toBe(5);
  expect(buttons().slice(0, 3)).toEqual(first);
  expect(document.activeElement).toBe(find('.wh-prompt-acts button', 3));
});

test('an app that cannot mute offers no mute', async () => {
  await open({ kind: 'spam', canMute: false });
  expect(buttons()).toEqual(['Block Mal', 'Tell the safety team', 'Leave the group']);
});

test('the abusive words are in nothing that is read out unasked, and that there is a question is said once', async () => {
  const { text } = await open();
  const bar = find('.wh-prompt');
  expect(bar.outerHTML).not.toContain(text);
  // which region speaks for an element is said by the nearest one around it (WAI-ARIA 1.2, aria-live)
  const speaksFor = (element: Element | null): string | null | undefined =>
    element?.closest('[aria-live], [role=log], [role=status], [role=alert]')?.getAttribute('aria-live');
  expect(speaksFor(find('[data-words]'))).toBe('off');
  expect(speaksFor(find('.wh-prompt-title'))).toBe('off');
  const status = find('.wh-prompt > [role=status]');
  await expect.poll(() => status.textContent).toBe('There is a question below a new message.');
  expect(document.activeElement).toBe(document.body);
});

/** How often that there is a question came into a region that is read out. */
function countAnnouncements(): () => number {
  const heard = new Set<Node>();
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      for (let text: Node | null = texts.currentNode; text; text = texts.nextNode()) {
        if (text instanceof Text && text.data.startsWith('There is a question')) heard.add(text);
      }
    }
  }).observe(document.body, { subtree: true, childList: true });
  return () => heard.size;
}

test('a question that moves twenty times, and to a graver kind, is announced once; asked anew, once more', async () => {
  const announcements = countAnnouncements();
  const { world, reopen } = await open({ kind: 'insult' });
  await expect.poll(announcements).toBe(1);
  async function hear(messageId: string, text: string): Promise<void> {
    const before = find('.wh-prompt');
    await world.wellhouse.prompts.look({ conversationId: 'group', messageId, sender: 'mal@hub.example', text });
    await expect.poll(() => all('.wh-prompt').length === 1 && find('.wh-prompt') !== before).toBe(true);
  }
  for (let count = 0; count < 20; count += 1) await hear(`again-${count}`, 'drill insult');
  await hear('threat', 'drill threat');
  expect(find('.wh-prompt').dataset.kind).toBe('threat');
  const before = find('.wh-prompt');
  reopen();
  await expect.poll(() => all('.wh-prompt').length === 1 && find('.wh-prompt') !== before).toBe(true);
  expect(announcements()).toBe(1);
  world.time.now += 3_600_000;
  await hear('later', 'drill threat');
  await expect.poll(announcements).toBe(2);
});

test('the bar takes no focus, and the whole of it works by keyboard alone', async () => {
  await open({ kind: 'insult' });
  find('[role=log]').focus();
  const names: string[] = [];
  for (let step = 0; step < 6; step += 1) {
    await userEvent.keyboard('{Tab}');
    names.push(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
  }
  expect(names).toEqual(['Close', 'Block Mal', 'Get help', 'Tell the safety team', 'More', 'Not for me']);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => document.activeElement?.textContent).toBe('Stop asking about this?');
  await userEvent.keyboard('{Tab}{Tab}{Enter}');
  await expect.poll(buttons).toEqual(['Block Mal', 'Get help', 'Tell the safety team']);
  find('.wh-prompt-foot button').focus();
  await userEvent.keyboard('{Escape}');
  await expect.poll(bars).toBe(0);
  expect(document.activeElement).toBe(find('[role=log]'));
});

test('closed, it does not come back', async () => {
  const { world } = await open();
  await press('Close');
  await expect.poll(bars).toBe(0);
  expect(await world.wellhouse.prompts.open('group')).toBe(null);
});

test('“block” blocks on this device, tells the app, sends nothing, and the bar goes', async () => {
  const { world, calls } = await open({ kind: 'insult' });
  await press('Block Mal');
  await expect.poll(bars).toBe(0);
  expect(await world.wellhouse.isBlocked('mal@hub.example')).toBe(true);
  expect(calls).toEqual(['block mal@hub.example']);
  expect(world.server.calls).toEqual([]);
});

test('“mute” and “leave” are the app’s', async () => {
  const { calls } = await open({ kind: 'spam' });
  await press('Mute Mal');
  await expect.poll(bars).toBe(0);
  await open({ kind: 'spam' });
  await press('More');
  await press('Leave the group');
  await expect.poll(bars).toBe(0);
  expect([...calls, ...(story?.calls ?? [])]).toEqual(['mute', 'leave']);
});

test('“not for me” asks once, and then this kind is off and the others are not', async () => {
  const { world } = await open({ kind: 'insult' });
  await press('Not for me');
  await expect.element(page.getByText(/will no longer notice: Insults and bullying/)).toBeVisible();
  await press('Stop asking');
  await expect.poll(bars).toBe(0);
  expect((await world.wellhouse.prompts.settings()).off).toEqual(['insult']);
  expect(world.server.calls).toEqual([]);
});

test.each([
  ['Keep asking', () => press('Keep asking')],
  ['Escape', () => userEvent.keyboard('{Escape}')],
] as const)(
  '“not for me” and then %s: the question stands as before, and the keyboard is where it was',
  async (_, keep) => {
    const { world } = await open({ kind: 'insult' });
    await press('Not for me');
    await expect.poll(() => document.activeElement?.textContent).toBe('Stop asking about this?');
    await keep();
    await expect.poll(() => document.activeElement?.textContent).toBe('Not for me');
    expect(bars()).toBe(1);
    expect((await world.wellhouse.prompts.settings()).off).toEqual([]);
  },
);

test('“get help” opens help; a report stays one press away', async () => {
  await open();
  await press('Get help');
  await expect.poll(question).toBe('You are not alone with this');
  expect(find('.wh-footer').textContent).toContain('Tell the safety team');
});

describe('the report that a prompt leads to', () => {
  const answerNoDanger = async (): Promise<void> => {
    await expect.poll(question).toBe('Are you in danger right now?');
    await page.getByText('No', { exact: true }).click();
    await next();
  };

  test('has the kind chosen, sends nothing by itself, and sends what the person sends', async () => {
    const { world } = await open({ kind: 'hate' });
    await press('Tell the safety team');
    await answerNoDanger();
    await expect.poll(question).toBe('Who is being harmed?');
    await page.getByText('Me', { exact: true }).click();
    await next();
    await next();
    await next();
    await expect.poll(() => all('.wh-answers').length).toBe(1);
    expect(find('.wh-answers').textContent).toContain('hate against a group');
    expect(world.server.calls.filter((call) => call !== 'GET report-config')).toEqual([]);
    await expect.poll(() => find('.wh-footer .wh-button').hasAttribute('data-disabled')).toBe(false);
    await next();
    await expect.poll(() => all('.wh-reference').length).toBe(1);
    const { payload } = world.server.only();
    expect(payload.category).toBe('hate.speech');
    expect(JSON.stringify(payload)).not.toMatch(/prompt|noticed|score|classif/);
  });

  test('asks on where the kind says only half: whether a threat is of death', async () => {
    await open({ kind: 'threat' });
    await press('Tell the safety team');
    await answerNoDanger();
    await expect.poll(() => find('.wh-hint').textContent).not.toBe('');
    const choices = all('.wh-option-label').map((label) => label.textContent);
    expect(choices).toContain('They insult, humiliate or bully someone');
  });

  test('can be changed by Back like any answer, and is given up without a question', async () => {
    const { world } = await open({ kind: 'insult' });
    await press('Tell the safety team');
    await answerNoDanger();
    await press('Back');
    await expect.poll(() => all('.wh-option[aria-current]').length).toBe(1);
    expect(find('.wh-option[aria-current]').textContent).toContain('They insult, humiliate or bully someone');
    await press(/They say they will kill/);
    await expect.poll(question).toBe('Who is being harmed?');
    for (const _ of [1, 2, 3]) await press('Back');
    await expect.poll(question).toBe('Are you in danger right now?');
    expect(await world.wellhouse.reports()).toEqual([]);
  });

  test('closed at its first question, nothing was lost: it asks nothing', async () => {
    await open();
    await press('Tell the safety team');
    await expect.poll(question).toBe('Are you in danger right now?');
    find('.wh-question').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
    );
    await expect.poll(() => all('.wh-dialog').length).toBe(0);
    expect(bars()).toBe(1);
  });
});

test('somebody who may be back is pointed out as “may be”, with what it rests on', async () => {
  const { world } = await open({ hasReturned: true });
  await expect.poll(bars).toBe(1);
  const words = find('.wh-prompt').textContent;
  for (const part of [
    'Ma1 may be Mal, whom you blocked',
    'The name or address looks alike.',
    'may as well be somebody else',
  ]) {
    expect(words).toContain(part);
  }
  await press('It is somebody else');
  await expect.poll(bars).toBe(0);
  expect(document.activeElement).toBe(find('[role=log]'));
  expect(await world.wellhouse.isBlocked('mal2@hub.example')).toBe(false);
  expect(world.server.calls).toEqual([]);
});

test('somebody who may be back can be blocked or reported at once', async () => {
  const { world } = await open({ hasReturned: true });
  await expect.poll(bars).toBe(1);
  await press('Tell the safety team');
  await expect.poll(() => find('.wh-title').textContent).toBe('Report Ma1');
  await press('Close');
  await press('Block Ma1');
  await expect.poll(bars).toBe(0);
  expect(await world.wellhouse.isBlocked('mal2@hub.example')).toBe(true);
});

describe.each([
  ['en', 'light'],
  ['en', 'dark'],
  ['ar', 'dark'],
] as const)('in %s and %s', (locale, theme) => {
  test('axe-core finds nothing, and nothing runs over the edge of 320 pixels', async () => {
    await page.viewport(320, 640);
    for (const kind of ['threat', 'spam'] as const) {
      await open({ locale, theme, kind });
      expect(await axeFindings()).toEqual([]);
      find('.wh-prompt-foot button').click();
      expect(await axeFindings()).toEqual([]);
      find('.wh-prompt-foot button').click();
      expect(await axeFindings()).toEqual([]);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
    }
    await open({ locale, theme, hasReturned: true });
    await expect.poll(bars).toBe(1);
    expect(await axeFindings()).toEqual([]);
  });
});

test('every control of a bar is at least 44 pixels high and wide', async () => {
  await open({ kind: 'spam' });
  await press('More');
  const small = all('.wh-prompt button')
    .map((button) => ({ name: button.textContent, ...button.getBoundingClientRect().toJSON() }))
    .filter(({ width, height }) => width < 43.5 || height < 43.5);
  expect(small).toEqual([]);
});

test('children are spoken to in their own words', async () => {
  await open({ kind: 'sextortion', audience: 'child' });
  expect(find('.wh-prompt').textContent).toContain('It is not your fault. You are not in trouble.');
});
