/** The fourteen points that a report dialog has to keep. */

import type { CategoryNode } from '@wellhouse/protocol';
import { questionTree } from '@wellhouse/taxonomy';
import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { all, bytesShown, close, expectQuestion, find, next, open, press, question, walkTo } from './support/walk.ts';

afterEach(close);
const text = (selector: string): string => find(selector).textContent ?? '';

describe('1. entry on everything', () => {
  test('an account and a group can be reported as a message can, also when the account is blocked', async () => {
    const { world } = await open({ target: { kind: 'account', accountId: 'mal@hub.example' } });
    await world.wellhouse.block('mal@hub.example');
    expect(text('.wh-title')).toBe('Report Mal');
    await walkTo('sent');
    expect(world.server.only().payload.subject).toEqual({ kind: 'account', accountId: 'mal@hub.example' });

    const group = await open({ target: { kind: 'group', groupId: 'Z3JvdXAtMQ' } });
    expect(text('.wh-title')).toBe('Report this group');
    await expect.element(page.getByText('Stop hearing from this group')).toBeVisible();
    await walkTo('sent');
    expect(group.world.server.only().payload.subject).toEqual({ kind: 'group', groupId: 'Z3JvdXAtMQ' });
  });

  test('an account can be reported with no message at all', async () => {
    const { world } = await open({
      target: { kind: 'account', accountId: 'mal@hub.example' },
      props: { conversation: [] },
    });
    await walkTo('sent');
    expect(world.server.only().payload.evidence).toEqual([]);
  });
});

describe('2. starts with what the person needs', () => {
  test('stop, get help, or tell the safety team', async () => {
    await open();
    expect(all('.wh-option-label').map((label) => label.textContent)).toEqual([
      ...['Stop this person', 'Get help', 'Tell the safety team'],
    ]);
  });

  test('stopping blocks, mutes or leaves at once, and sends nothing', async () => {
    const { world, calls } = await open();
    await press(/Stop this person/);
    await expectQuestion('What would help?');
    await press(/Block Mal/);
    await expect.element(page.getByText('Mal is blocked.')).toBeInTheDocument();
    await press(/Mute Mal/);
    await press(/Leave the group/);
    await expect.poll(() => calls).toEqual(['block mal@hub.example', 'mute', 'leave']);
    expect(await world.wellhouse.isBlocked('mal@hub.example')).toBe(true);
    expect(world.server.reports.size).toBe(0);
  });

  test('after help the safety team is one press away', async () => {
    await open();
    await press(/Get help/);
    await expectQuestion('You are not alone with this');
    await press('Tell the safety team');
    await expectQuestion('Are you in danger right now?');
  });
});

describe('3. the server’s question tree', () => {
  test('at most 7 choices a screen, 3 levels, “something else” and “I just don’t like this”', async () => {
    for (const audience of ['adult', 'child'] as const) {
      const visit = (node: CategoryNode, depth: number): void => {
        expect(node.children.length).toBeLessThanOrEqual(7);
        if (node.children.length > 0) expect(depth).toBeLessThan(3);
        for (const child of node.children) visit(child, depth + 1);
      };
      visit(questionTree('en', audience), 0);
    }
    await open();
    await walkTo('category');
    const tree = questionTree('en', 'adult');
    expect(all('.wh-option-label').map((label) => label.textContent)).toEqual(tree.children.map(({ label }) => label));
    expect(question()).toBe(tree.question);
  });

  test('“I just don’t like this” leads to block and mute, and not to a report', async () => {
    const { world } = await open();
    await walkTo('category');
    await press(/I just don.t like this/);
    await expectQuestion('What would help?');
    await expect.element(page.getByText(/No report is needed/)).toBeVisible();
    await press('Done');
    expect(world.server.reports.size).toBe(0);
  });
});

describe('4. the preview is exactly what is sent', () => {
  test('the bytes on the screen are the bytes that the safety team opens', async () => {
    const { world } = await open();
    await walkTo('preview');
    await press(/Take out the message from Ben/);
    await expect.poll(() => all('.wh-taken-out').length).toBe(1);
    await expect.poll(() => find('.wh-footer .wh-button').hasAttribute('data-disabled')).toBe(false);
    const shown = bytesShown();
    expect(JSON.parse(shown).evidence).toHaveLength(4);
    await press('Send report');
    await expect.poll(() => world.server.reports.size).toBe(1);
    expect(new TextDecoder().decode(world.server.only().bytes)).toBe(shown);
  });

  test('names, times, who reads it, and that the other person is not told', async () => {
    await open();
    await walkTo('preview');
    expect(all('.wh-sender').map((name) => name.textContent)).toEqual(['Mal', 'You', 'Ben', 'You', 'Mal']);
    expect(all('.wh-time').every((time) => /^\d{1,2}:\d\d/.test(time.textContent ?? ''))).toBe(true);
    expect(text('.wh-promises')).toContain('Only the Example safety team can read it.');
    expect(text('.wh-promises')).toContain('Mal will not be told that you reported.');
  });

  test('each context message can be taken out and put back; a gap shows where it was', async () => {
    await open();
    await walkTo('preview');
    expect(text('.wh-conversation .wh-section')).toBe('5 messages will be sent');
    await press(/Take out the message from Ben/);
    await expect.element(page.getByText('Not sent: a message from Ben')).toBeVisible();
    expect(text('.wh-conversation .wh-section')).toBe('4 messages will be sent');
    expect(bytesShown()).not.toContain('555');
    await press(/Put in the message from Ben/);
    await expect.poll(() => all('.wh-message').length).toBe(5);
  });

  test('more messages around can be put in', async () => {
    await open();
    await walkTo('preview');
    await press('Show 3 more messages to choose from');
    expect(all('.wh-taken-out')).toHaveLength(3);
    await press(/Put in the message from Ben, .*2:01/);
    await expect.poll(() => all('.wh-message').length).toBe(6);
  });

  test('another person’s messages are named and can be left out together', async () => {
    await open();
    await walkTo('preview');
    const ben = page.getByRole('checkbox', { name: 'Ben, 1 message' });
    await expect.element(ben).toBeChecked();
    await page.getByText('Ben, 1 message').click();
    await expect.poll(() => all('.wh-sender').map((name) => name.textContent)).not.toContain('Ben');
  });

  test('what was answered and written stands in it', async () => {
    await open();
    await walkTo('words');
    await userEvent.fill(find('.wh-textarea'), 'He knows where I live.');
    await next();
    await page.getByText('Block Mal as well').click();
    await next();
    await expect
      .poll(() => all('.wh-answers dd').map((row) => row.textContent))
      .toEqual([
        ...['They say they will kill or badly hurt someone', 'Me', 'Yes', 'He knows where I live.', 'Yes', 'Yes'],
      ]);
  });
});

describe('5. media stay covered', () => {
  test('a picture that is not what its sender calls it is not drawn, and goes with the report all the same', async () => {
    const { world } = await open({ pictureType: 'image/jpeg' });
    await walkTo('preview');
    await press('Show picture');
    await expect.element(page.getByText('This picture cannot be shown here.')).toBeVisible();
    expect(all('.wh-dialog img')).toHaveLength(0);
    await press('Send report');
    await expect.poll(() => world.server.reports.size).toBe(1);
    expect(world.server.only().payload.attachments).toHaveLength(1);
  });

  test('a picture is only drawn when asked, can be covered again, and can be kept back', async () => {
    const { world } = await open();
    await walkTo('preview');
    expect(all('.wh-dialog img')).toHaveLength(0);
    await expect.element(page.getByText('Picture, covered')).toBeVisible();
    await press('Show picture');
    await expect.element(page.getByRole('img', { name: 'Picture from Mal' })).toBeVisible();
    await expect.poll(() => document.querySelector<HTMLImageElement>('.wh-cover img')?.naturalWidth).toBe(320);
    await press('Cover picture');
    await expect.poll(() => all('.wh-dialog img').length).toBe(0);
    await press('Do not send this file');
    await expect.element(page.getByText('File, not sent')).toBeVisible();
    await expect.poll(() => find('.wh-footer .wh-button').hasAttribute('data-disabled')).toBe(false);
    await press('Send report');
    await expect.poll(() => world.server.reports.size).toBe(1);
    expect(world.server.only().payload.attachments).toEqual([]);
  });

  test('a picture that is sent arrives as the ciphertext', async () => {
    const { world } = await open();
    await walkTo('sent');
    await expect.poll(() => world.server.only().uploads.size).toBe(1);
  });
});

describe('6. block and report are two things', () => {
  test('reporting does not block unless asked', async () => {
    const { world, calls } = await open();
    await walkTo('sent');
    expect(world.server.only().payload.blocked).toBe(false);
    expect(await world.wellhouse.blocked()).toEqual([]);
    await press('Block Mal');
    await expect.poll(() => calls).toEqual(['block mal@hub.example']);
    await expect.element(page.getByText('Mal is blocked.')).toBeVisible();
  });

  test('asked to, it blocks when the report is sent and says so in the report', async () => {
    const { world, calls } = await open();
    await walkTo('choices');
    await page.getByText('Block Mal as well').click();
    expect(await world.wellhouse.blocked()).toEqual([]);
    await next();
    await expect.poll(() => all('.wh-answers').length).toBe(1);
    await press('Send report');
    await expect.poll(() => calls).toEqual(['block mal@hub.example']);
    expect(world.server.only().payload.blocked).toBe(true);
  });
});

describe('7. one question a screen', () => {
  test('Back keeps every answer', async () => {
    await open();
    await walkTo('words');
    await userEvent.fill(find('.wh-textarea'), 'My words');
    await press('Back');
    await expectQuestion('Who is being harmed?');
    await expect.element(page.getByRole('radio', { name: 'Me' })).toBeChecked();
    await press('Back');
    await expectQuestion('What are they doing?');
    expect(text('[aria-current="true"]')).toContain('They say they will kill');
    await press('Back');
    await press('Back');
    await press('Back');
    await expectQuestion('Are you in danger right now?');
    await expect.element(page.getByRole('radio', { name: 'Yes' })).toBeChecked();
    await walkForwardTo('Do you want to add anything?');
    expect(find('.wh-textarea')).toHaveValue('My words');
  });

  test('offline, the report is kept, says so, and goes out later', async () => {
    const { world } = await open();
    await walkTo('preview');
    world.server.state.fault = () => 'network';
    await press('Send report');
    await expectQuestion('Your report is saved');
    expect(text('.wh-outcome')).toContain('It will be sent when you are online.');
    world.server.state.fault = () => null;
    await world.wellhouse.flush();
    await expectQuestion('Your report was sent');
    expect(text('.wh-reference')).toContain('WH-7K3F-9000');
  });

  test('a double tap on Send sends once', async () => {
    const { world } = await open();
    await walkTo('preview');
    await page.getByRole('button', { name: 'Send report' }).dblClick();
    await expectQuestion('Your report was sent');
    expect(world.server.only().submissions).toBe(1);
  });

  test('a device that cannot store the report says so, and a second try works', async () => {
    const { world } = await open();
    await walkTo('preview');
    const { write } = world.storage;
    world.storage.write = () => Promise.reject(new Error('the disk is full'));
    await press('Send report');
    await expect
      .poll(() =>
        all('[role="alert"]')
          .map((alert) => alert.textContent)
          .join(),
      )
      .toContain('Nothing was sent');
    world.storage.write = write;
    await press('Send report');
    await expectQuestion('Your report was sent');
  });
});

describe('8. what happens next', () => {
  test('a case number, who reads it and by when, and “My reports”', async () => {
    const { calls } = await open();
    await walkTo('sent');
    expect(text('.wh-reference')).toContain('WH-7K3F-9000');
    expect(text('.wh-next')).toContain(
      'Your report is read by the Example safety team. They aim to look at it within 1 hour.',
    );
    await press('My reports');
    expect(calls).toEqual(['reports']);
  });

  test('“My reports” follows a report from submitted to decided, with the rule and how to ask for another look', async () => {
    const { world } = await open({ view: 'reports' });
    await expect.element(page.getByText('You have sent no reports from this device.')).toBeVisible();
    const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
    draft.set({ category: 'threat.life' });
    await (await world.wellhouse.send(await draft.preview())).delivered;
    const step = (): string => text('.wh-progress [aria-current="step"]');
    await expect.poll(step).toBe('Submitted');
    world.server.only().view.status = 'in-review';
    await press('Look for news');
    await expect.poll(step).toBe('In review');
    world.server.only().view.status = 'decided';
    world.server.only().view.decision = {
      ...{ decidedAt: '2026-11-04T10:00:00.000Z', outcome: 'action-taken', summary: 'The account was suspended.' },
      policy: { id: 'threats', title: 'No threats' },
      appeal: { how: 'Write to appeals@safety.example', until: '2027-05-04T10:00:00.000Z' },
    };
    await press('Look for news');
    await expect.poll(step).toBe('Decided');
    expect(text('.wh-decision')).toContain('The account was suspended.');
    expect(text('.wh-decision')).toContain('Rule: No threats');
    await expect.poll(() => text('.wh-appeal')).toContain('You can appeal until May 4, 2027.');
  });

  test('for an unsafe phone: no answer, nothing kept, and the case number is still told', async () => {
    const { world } = await open();
    await walkTo('choices');
    await page.getByText('Do not follow up with me').click();
    await next();
    await expect.poll(() => all('.wh-answers').length).toBe(1);
    await press('Send report');
    await expectQuestion('Your report was sent');
    expect(world.server.only().payload.wantsNotices).toBe(false);
    await expect.poll(async () => (await world.wellhouse.reports()).length).toBe(0);
    expect(text('.wh-reference')).toContain('WH-7K3F-9000');
    expect(text('.wh-next')).toContain('the report is not kept on this device');
    expect(all('.wh-footer .wh-button')).toHaveLength(1);
  });

  test('a report can be removed from the device, after a question', async () => {
    const { world } = await open({ view: 'reports' });
    const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
    draft.set({ category: 'other' });
    await (await world.wellhouse.send(await draft.preview())).delivered;
    await press('Remove from this device');
    await press('Keep');
    expect(await world.wellhouse.reports()).toHaveLength(1);
    await press('Remove from this device');
    await press('Remove');
    await expect.poll(async () => (await world.wellhouse.reports()).length).toBe(0);
  });

  test('quick exit is on every screen, asks nothing and keeps nothing', async () => {
    const { world, calls } = await open();
    await walkTo('sent', async () => {
      await expect.element(page.getByRole('button', { name: 'Quick exit' })).toBeVisible();
    });
    const second = await open();
    await walkTo('words');
    await userEvent.fill(find('.wh-textarea'), 'something');
    await press('Quick exit');
    await expect.poll(() => all('.wh-dialog').length).toBe(0);
    expect(second.calls).toEqual(['close']);
    expect(await second.world.wellhouse.reports()).toEqual([]);
    expect([calls, world.server.reports.size]).toEqual([[], 1]);
  });
});

describe('9. danger first', () => {
  test('the danger question comes before any form, and its advice never blocks going on', async () => {
    await open();
    await press(/Tell the safety team/);
    await expectQuestion('Are you in danger right now?');
    await page.getByText('I am not sure').click();
    await next();
    await expectQuestion('Get to safety first');
    expect(text('.wh-advice')).toContain('Call your local emergency services now.');
    expect(all('.wh-select')).toHaveLength(0);
    await press('Continue with the report');
    await expectQuestion('What is happening?');
  });

  test('numbers are shown for the country that the person names, and for no other', async () => {
    const { world } = await open({ contacts: true });
    await walkTo('danger-help');
    const { emergencyNumbers } = await world.wellhouse.config();
    const [first] = emergencyNumbers;
    if (!first) return;
    expect(all('a[href^="tel:"]')).toHaveLength(0);
    await page.getByLabelText('Your country').selectOptions(first.country);
    await expect.poll(() => all(`a[href="tel:${first.number}"]`).length).toBe(1);
  });

  test('self-harm of myself and of someone else are two paths, and both can be reported', async () => {
    for (const [child, advice] of [
      [0, 'Talk to a person you trust'],
      [1, 'Stay in touch with them'],
    ] as const) {
      await open();
      await walkTo('category');
      await press(/Someone may hurt themselves/);
      await expectQuestion(/.+/);
      await expect.poll(() => all('.wh-option').length).toBeGreaterThan(1);
      await page.elementLocator(find('.wh-option', child)).click();
      if (all('.wh-advice').length === 0) await page.elementLocator(find('.wh-option', 0)).click();
      await expect.poll(() => all('.wh-advice').length).toBe(1);
      expect(text('.wh-advice')).toContain(advice);
      await press('Continue with the report');
      await expectQuestion('Do you want to add anything?');
    }
  });
});

describe('10. children', () => {
  test('are told that it is not their fault, in short words, and may show it to a grown-up', async () => {
    const { world } = await open({ audience: 'child' });
    expect(text('.wh-comfort')).toBe('It is not your fault. You are not in trouble.');
    const shown: string[] = [];
    await walkTo('sent', async () => {
      shown.push(wordsOnScreen());
    });
    expect(shown.join(' ')).toContain('You do not have to describe anything that feels bad.');
    expect(shown.join(' ')).toContain('You can also show this to a grown-up you trust.');
    expect(shown.join(' ')).not.toMatch(/\b(illegal|offence|crime|violation|evidence)\b/i);
    expect(world.server.only().payload.audience).toBe('child');
  });
});

describe('11. keyboard and screen reader', () => {
  test('the dialog has a name and holds the focus; the question is what is read first', async () => {
    await open();
    const dialog = find('[role="dialog"]');
    const label = document.getElementById(dialog.getAttribute('aria-labelledby') ?? '');
    expect(label?.textContent).toBe('Report a message');
    await expect.poll(() => document.activeElement?.textContent).toBe('What do you need?');
    for (let count = 0; count < 12; count++) {
      await userEvent.keyboard('{Tab}');
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
  });

  test('a whole report by keyboard alone, and the focus goes back to where it came from', async () => {
    const { world } = await open({ view: 'reports' });
    const trigger = page.getByRole('button', { name: 'Report' });
    await expect.element(trigger).toBeVisible();
    find('main > button').focus();
    await userEvent.keyboard('{Enter}');
    await expectQuestion('What do you need?');
    await tabTo(/Tell the safety team/);
    await userEvent.keyboard('{Enter}');
    await expectQuestion('Are you in danger right now?');
    await tabTo(/Yes|not sure|No/);
    await userEvent.keyboard(' {ArrowDown}{ArrowDown}');
    await tabTo('Continue');
    await userEvent.keyboard('{Enter}');
    await expectQuestion('What is happening?');
    await tabTo(/threatening/);
    await userEvent.keyboard('{Enter}');
    await expectQuestion('What are they doing?');
    await tabTo(/kill/);
    await userEvent.keyboard(' ');
    await expectQuestion('Who is being harmed?');
    await tabTo(/Me/);
    await userEvent.keyboard(' ');
    await tabTo('Continue');
    await userEvent.keyboard('{Enter}');
    await expectQuestion('Do you want to add anything?');
    await tabTo('In your own words');
    await userEvent.keyboard('By keyboard');
    await tabTo('Continue');
    await userEvent.keyboard('{Enter}');
    await expectQuestion('What else should happen?');
    await tabTo(/Block Mal as well/);
    await userEvent.keyboard(' ');
    await tabTo('Continue');
    await userEvent.keyboard('{Enter}');
    await expectQuestion('Check what will be sent');
    await expect.poll(() => all('.wh-answers').length).toBe(1);
    await tabTo(/Take out the message from Ben/);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => all('.wh-taken-out').length).toBe(1);
    await tabTo('Send report');
    await userEvent.keyboard('{Enter}');
    await expectQuestion('Your report was sent');
    await tabTo('Done');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => all('.wh-dialog').length).toBe(0);
    await expect.poll(() => document.activeElement?.textContent).toBe('Report');
    const { answers, statement, blocked, evidence } = world.server.only().payload;
    expect({ answers, statement, blocked, evidence: evidence.length }).toEqual({
      ...{ answers: { danger: 'no', about: 'me' }, statement: 'By keyboard', blocked: true, evidence: 4 },
    });
  });

  test('the focus stays in the conversation when a message is taken out or put back', async () => {
    await open();
    await walkTo('preview');
    await press(/Take out the message from Ben/);
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toMatch(/Put in the message from Ben/);
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => document.activeElement?.getAttribute('aria-label'))
      .toMatch(/Take out the message from Ben/);
  });

  test('Esc closes at once while nothing is lost, and asks once something is', async () => {
    const first = await open();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => first.calls).toEqual(['close']);

    const second = await open();
    await walkTo('words');
    await userEvent.fill(find('.wh-textarea'), 'My words');
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('alertdialog', { name: 'Stop this report?' })).toBeVisible();
    await expect.poll(() => document.activeElement?.textContent).toBe('Keep going');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => all('[role="alertdialog"]').length).toBe(0);
    await expect.poll(() => document.activeElement).toBe(find('.wh-textarea'));
    expect(find('.wh-textarea')).toHaveValue('My words');
    await userEvent.keyboard('{Escape}');
    await press('Stop and close');
    await expect.poll(() => second.calls).toEqual(['close']);
  });

  test('questions with one answer are radio groups with a legend; “sent” is announced', async () => {
    await open();
    await walkTo('danger');
    await expect.element(page.getByRole('radiogroup', { name: 'Are you in danger right now?' })).toBeVisible();
    await open();
    await walkTo('sent');
    const announced = all('[role="status"]').map((status) => status.textContent);
    await expect.poll(() => announced.join()).toContain('Your report was sent Case number: WH-7K3F-9000');
  });
});

describe('12. languages', () => {
  test('Arabic runs from right to left, and code and case number do not', async () => {
    await open({ locale: 'ar' });
    expect(find('.wh-overlay').dir).toBe('rtl');
    await walkTo('preview');
    expect(getComputedStyle(find('.wh-question')).direction).toBe('rtl');
    expect(getComputedStyle(find('.wh-bytes')).direction).toBe('ltr');
    const back = find('.wh-bar button').getBoundingClientRect();
    const exit = find('.wh-exit').getBoundingClientRect();
    expect(back.left).toBeGreaterThan(exit.left);
  });

  test('the language of the reported text is kept apart from that of the dialog', async () => {
    await open({ locale: 'ar' });
    await walkTo('preview');
    expect(find('.wh-words').dir).toBe('auto');
    expect(getComputedStyle(find('.wh-words')).direction).toBe('ltr');
  });
});

describe('13. bad faith', () => {
  test('a word about honesty that accuses nobody', async () => {
    await open();
    await walkTo('preview');
    expect(text('.wh-fair')).toBe('A person looks at every report. Please send only what you believe is true.');
  });
});

describe('14. describes harm, accuses nobody', () => {
  test('nothing in the dialog asks for a reason or calls anyone guilty', async () => {
    await open();
    const shown: string[] = [];
    await walkTo('sent', async () => {
      shown.push(wordsOnScreen());
    });
    expect(shown.join(' ')).not.toMatch(/\b(reason|offender|guilty|violator|abuser|accuse)/i);
  });
});

/** What is said on the screen, apart from the bytes of the report. */
function wordsOnScreen(): string {
  const bytes = document.querySelector('.wh-bytes')?.textContent ?? '';
  return (find('.wh-screen').textContent ?? '').replace(bytes, '');
}

async function walkForwardTo(target: string): Promise<void> {
  for (let count = 0; count < 12 && question() !== target; count++) {
    const before = question();
    const chosen = document.querySelector<HTMLElement>('.wh-option[aria-current="true"]');
    if (chosen) await page.elementLocator(chosen).click();
    else await next();
    await expect.poll(question).not.toBe(before);
  }
  expect(question()).toBe(target);
}

/** Presses Tab until the element of this name has the focus. */
async function tabTo(name: string | RegExp): Promise<void> {
  const nameOf = (element: Element | null): string => {
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      return (
        element.getAttribute('aria-label') ?? [...(element.labels ?? [])].map((label) => label.textContent).join(' ')
      );
    }
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  };
  for (let count = 0; count < 40; count++) {
    await userEvent.keyboard('{Tab}');
    const current = nameOf(document.activeElement);
    if (typeof name === 'string' ? current === name : name.test(current)) return;
  }
  throw new Error(`find nothing named ${name} by Tab`);
}
