import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { localePreference, PageEvent, Preferences } from '@wellhouse/protocol';
import { locales } from '@wellhouse/taxonomy';
import { pageWords, type SaidCase } from '../../src/queues/page-words.ts';
import { type Mail, MailFailure } from '../../src/queues/send-mail.ts';
import { createSendPage } from '../../src/queues/send-page.ts';
import { createWatchClocks } from '../../src/queues/watch-clocks.ts';
import { report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub, {
    environment: {
      WELLHOUSE_PAGE_WEBHOOK: 'http://127.0.0.1:9/calls',
      WELLHOUSE_PAGE_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      WELLHOUSE_SMTP_URL: 'smtp://127.0.0.1:9',
      WELLHOUSE_PAGE_FROM: 'Wellhouse <calls@safety.example>',
      WELLHOUSE_PAGE_TO: 'desk@safety.example',
      WELLHOUSE_PAGE_LANGUAGE: 'es',
    },
  });
});
after(() => server.close());

/** Members read in German, Arabic, and a language that there are no words of; of one nothing is known. */
async function leads() {
  const made: [string, string][] = [];
  for (const locale of ['de', 'ar', 'tlh', null]) {
    const { headers, email } = await server.logIn('lead');
    if (locale !== null) {
      const payload = { preferences: { [localePreference]: locale } };
      const response = await server.app.inject({ method: 'PUT', url: '/v1/preferences', headers, payload });
      assert.deepEqual(Preferences.parse(response.json()).preferences, payload.preferences);
    }
    made.push([email, locale ?? 'none']);
  }
  return made;
}

test('everybody is called in the language that they read the console in; the desk and the webhook in the team’s; who hangs or refuses holds up nobody', async () => {
  const people = await leads();
  const evidence = [disclose(hub.send({ sender: 'mal@x' }))];
  await report(server, hub, samplePayload({ category: 'threat.life', evidence }));
  await createWatchClocks(server.deps)();
  const mails = new Map<string, Mail>();
  const hangs = people[0]?.[0] ?? '';
  let posted: unknown = null;
  const send = createSendPage(server.deps, {
    timeoutMs: 200,
    pauseMs: () => 60_000,
    mail: async (mail) => {
      // As a mail server does that takes the connection and says nothing more.
      if (mail.to === hangs && !mails.has(hangs)) {
        mails.set(hangs, mail);
        await new Promise((resolve) => setTimeout(resolve, 300));
        throw new MailFailure('no connection (ETIMEDOUT)');
      }
      mails.set(mail.to, mail);
    },
    fetch: async (_url, init) => {
      posted = JSON.parse(String(init?.body));
      return new Response(null, { status: 500 });
    },
  });
  const { kysely } = server.deps.database;
  const jobs = await kysely.selectFrom('job').selectAll().where('kind', '=', 'send-page').execute();
  assert.equal(jobs.length, 6, 'four leads, the desk, the webhook');
  const context = {
    ...{ jobId: '1', attempt: 1, maxAttempts: 70, createdAt: new Date(), signal: new AbortController().signal },
    finish: async () => {},
  };
  const results = await Promise.allSettled(jobs.map((job) => send(job.payload, context)));
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 4);
  const subject = (to: string) => mails.get(to)?.subject ?? '';
  const [german, arabic, unknown, none] = people.map(([email]) => email);
  assert.match(subject(german ?? ''), /Entscheidung braucht jetzt jemanden$/);
  assert.match(subject(arabic ?? ''), /القرار تحتاج إلى شخص الآن$/);
  assert.match(subject(unknown ?? ''), /decision needs somebody now$/, 'of that language there are no words');
  assert.match(subject(none ?? ''), /decisión necesita a alguien ahora$/);
  assert.match(subject('desk@safety.example'), /decisión necesita a alguien ahora$/);
  const { data } = PageEvent.parse(posted);
  assert.equal(data.language, 'es');
  assert.match(data.text, /^P0 C-\d+: decisión, vence el .+ UTC, necesita a alguien ahora\nhttp/);
  const states = await kysely.selectFrom('page_delivery').select(['target', 'state', 'last_error']).execute();
  const stateOf = (target: string) => states.find((one) => one.target === target);
  assert.deepEqual([stateOf(hangs)?.state, stateOf(hangs)?.last_error], ['pending', 'no connection (ETIMEDOUT)']);
  assert.deepEqual([stateOf('webhook')?.state, stateOf('webhook')?.last_error], ['pending', 'answered 500']);
  assert.deepEqual([...new Set([arabic, unknown, none].map((to) => stateOf(to ?? '')?.state))], ['delivered']);
});

const one: SaidCase = {
  ...{ number: 'C-1001', priority: 'P1', clock: 'law', law: 'us-take-it-down', stage: '50%' },
  ...{ dueAt: '2026-11-27T14:05:00.000Z', link: 'https://safety.example/cases/1' },
};

test('every stage has words of its own in every language, and each call says number, clock, time and link', () => {
  for (const locale of locales) {
    const texts = ['now', 'again-3', '50%', '80%', '100%', 'untaken'].map(
      (stage) => pageWords({ cases: [{ ...one, stage }], more: 0 }, locale).text,
    );
    assert.equal(new Set(texts).size, 6, locale);
    for (const text of texts) {
      assert.ok(text.includes('P1 C-1001') && text.includes('us-take-it-down') && text.includes(one.link), text);
      if (locale !== 'en') assert.doesNotMatch(text, /needs|overdue|deadline|due |nobody/);
    }
    const { language, subject, text } = pageWords({ cases: [one, one], more: 3 }, locale);
    assert.equal(language, locale);
    assert.ok(subject.endsWith(`(+${new Intl.NumberFormat(locale).format(4)})`), subject);
    assert.ok(text.includes(new Intl.NumberFormat(locale).format(3)));
  }
  assert.equal(pageWords({ cases: [one], more: 0 }, 'de-AT').language, 'de');
  assert.match(
    pageWords({ cases: [one], more: 0 }, 'en').text,
    /due Nov 27, 2026, 2:05.PM UTC, 50% of its time is over/,
  );
});
