/** The worker of a browser against a server that listens: nothing it can try arrives, and a detection makes no request. The same for every browser. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pagePolicy } from '@wellhouse/classifiers/browser';
import { bundlePage } from '../support/bundle-page.ts';
import type { DrivenBrowser, DrivenPage } from '../support/driven-browser.ts';
import { halfPolicies, type ListeningServer, listen, type Served } from '../support/listening-server.ts';
import { frameProbe, prefetchProbe, workerProbe } from '../support/probes.ts';
import { trustedKeys } from '../support/small-pack.ts';

const ordinary = 'keep a seat for me please, I will be late';

/** An expression with `drill` in it, evaluated by the page. */
function within<T>(page: DrivenPage, expression: string): Promise<T> {
  return page.evaluate(expression) as Promise<T>;
}

/** Until it is so, or minutes are over: whoever waits asserts it. */
async function until(isSo: () => boolean, seconds = 120): Promise<void> {
  for (let tries = 0; tries < 10 * seconds && !isSo(); tries++) await new Promise((done) => setTimeout(done, 100));
}

const ask = (text: string, languages = ['en']) =>
  `(globalThis.classifier ??= drill.open(${JSON.stringify(trustedKeys)})).classify(${JSON.stringify({ text, languages })})`;

interface Site extends ListeningServer {
  readonly page: DrivenPage;
}

export interface BrowserUnderTest {
  readonly skip: string | false;
  launch(): Promise<DrivenBrowser>;
  /** Ways out that its workers have not, wherever they run. */
  readonly lacks: readonly string[];
}

export function testIsolation({ skip: reason, launch, lacks }: BrowserUnderTest): void {
  const skip = { skip: reason };
  let browser: DrivenBrowser | null = null;
  let script = '';
  const servers: ListeningServer[] = [];

  before(async () => {
    if (reason) return;
    script = await bundlePage(join(import.meta.dirname, '../support/browser-page.ts'));
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    for (const server of servers) server.close();
  });

  async function openServer(served: Omit<Served, 'script'> = {}): Promise<ListeningServer> {
    const server = await listen({ ...served, script });
    servers.push(server);
    return server;
  }

  async function openSite(policy: string | null = null, files: Served['files'] = {}): Promise<Site> {
    const server = await openServer({ policy, files });
    assert.ok(browser);
    const page = await browser.newPage();
    // its script is a module, and has run when the page is there
    await page.goto(`${server.origin}/`);
    assert.equal(await within(page, 'typeof drill'), 'object');
    return { ...server, page };
  }

  test(
    'fifteen ways out of a worker: all that it has are open without the frame, and none inside it',
    skip,
    async () => {
      const site = await openSite();
      const { page, seen } = site;
      const probe = JSON.stringify(workerProbe(`${site.origin}/out-`, site.datagramOrigin));
      const plain = await within<Record<string, string>>(
        page,
        `new Promise((done) => {
          globalThis.plain = new Worker(URL.createObjectURL(new Blob([${probe}])));
          globalThis.plain.onmessage = ({ data }) => done(data);
          globalThis.plain.postMessage(0);
        })`,
      );
      const ways = Object.keys(plain);
      const expected = ways.filter((way) => !lacks.includes(way));
      const arrived = () =>
        ways.filter((way) =>
          way === 'webtransport' ? site.datagrams() > 0 : seen.some((line) => line.endsWith(`/out-${way}`)),
        );
      await until(() => arrived().length >= expected.length);
      assert.deepEqual(arrived(), expected, 'the probe reaches the server when it may');
      await within(page, 'globalThis.plain.terminate()');
      seen.length = 0;
      // one to which nothing was ever connected
      const beyond = await openServer();
      for (const { origin } of [site, beyond]) {
        const probe = JSON.stringify(workerProbe(`${origin}/out-`, beyond.datagramOrigin));
        const framed = await within<Record<string, string>>(page, `drill.inFrame(${probe})`);
        assert.deepEqual(Object.keys(framed), ways);
        for (const [way, result] of Object.entries(framed)) assert.notEqual(result, 'out', way);
      }
      assert.deepEqual([seen, beyond.seen, beyond.connections(), beyond.datagrams()], [[], [], 0, 0]);
      await page.close();
    },
  );

  test(
    'the frame itself loads and sends nothing by what its policy covers, whatever its script were',
    skip,
    async () => {
      const { page } = await openSite();
      const run = async (document: (probe: string) => string, expected = 0, leastMs = 0) => {
        const started = Date.now();
        // one that nothing was connected to before. Browsers may connect to it ahead all the same, and send nothing there
        const server = await openServer();
        for (const probe of [prefetchProbe, frameProbe]) {
          await within(
            page,
            `new Promise((done) => {
              addEventListener('message', ({ data }) => data === 'tried' && done(), { once: true });
              const frame = document.createElement('iframe');
              frame.setAttribute('sandbox', 'allow-scripts');
              frame.srcdoc = ${document(probe(`${server.origin}/out-`))};
              document.body.append(frame);
            })`,
          );
        }
        await until(() => new Set(server.seen).size >= expected && Date.now() - started >= leastMs);
        await within(page, `document.querySelectorAll('iframe').forEach((frame) => frame.remove())`);
        return { arrived: [...new Set(server.seen)].sort(), bytes: server.bytes(), tookMs: Date.now() - started };
      };
      // without the policy; the sandbox alone holds back forms, windows and the page around it
      const ways = [
        'beacon',
        'font',
        'frame',
        'frame-fetch',
        'image',
        'object',
        'prefetch',
        'script',
        'style',
        'video',
      ];
      const open = await run((probe) => JSON.stringify(`<!doctype html><script>${probe}</script>`), ways.length);
      assert.deepEqual(
        open.arrived,
        ways.map((way) => `${way === 'beacon' ? 'POST' : 'GET'} /out-${way}`).sort(),
        'the probe reaches the server when it may',
      );
      assert.ok(open.bytes > 0);
      // as long as the open ones took, and a second more to be late
      const closed = await run((probe) => `drill.framePage(${JSON.stringify(probe)})`, 0, open.tookMs + 1_000);
      assert.deepEqual([closed.arrived, closed.bytes], [[], 0]);
      await page.close();
    },
  );

  test(
    'a frame could leave for another address, which only the page can forbid: that is why its script is fixed and sees no message',
    skip,
    async () => {
      const open = "script-src 'self' 'unsafe-inline'";
      for (const [policy, ways] of [
        [open, ['location', 'refresh']],
        [`${open}; frame-src 'none'`, []],
      ] as const) {
        const { page, origin, seen } = await openSite(policy);
        const leave = [
          `location.href = ${JSON.stringify(`${origin}/out-location`)};`,
          `document.head.insertAdjacentHTML('beforeend', ${JSON.stringify(`<meta http-equiv="refresh" content="0; url=${origin}/out-refresh">`)});`,
        ];
        seen.length = 0;
        for (const way of leave) {
          await within(
            page,
            `new Promise((done) => {
            addEventListener('message', ({ data }) => data === 'tried' && done());
            const frame = document.createElement('iframe');
            frame.setAttribute('sandbox', 'allow-scripts');
            frame.srcdoc = drill.framePage(${JSON.stringify(`parent.postMessage('tried', '*'); ${way}`)});
            document.body.append(frame);
          })`,
          );
        }
        // what leaves does so at once; what is forbidden has time to be late
        await until(() => seen.length > 1, ways.length > 0 ? 120 : 1);
        assert.deepEqual(
          seen.sort(),
          ways.map((way) => `GET /out-${way}`),
          policy,
        );
        await page.close();
      }
    },
  );

  test('a stranger in the page who speaks to the frame first does not stop it', skip, async () => {
    const { page } = await openSite();
    await within(
      page,
      `new Promise((done) => {
        addEventListener('message', ({ data }) => data === 'there' && done());
        const stranger = document.createElement('iframe');
        stranger.setAttribute('sandbox', 'allow-scripts');
        const code = "parent.postMessage('there', '*'); for (const channel of [new MessageChannel()]) { channel.port1.onmessage = () => { for (let at = 0; at < parent.length; at++) parent[at].postMessage('drill', '*'); channel.port2.postMessage(0); }; channel.port2.onmessage = () => channel.port1.postMessage(0); channel.port2.postMessage(0); }";
        stranger.srcdoc = '<script>' + code + '</script>';
        document.body.append(stranger);
      })`,
    );
    assert.equal((await within<{ prompt: string | null }>(page, ask(`${ordinary} drillthreat`))).prompt, 'threat');
    assert.deepEqual(await within(page, 'drill.problems'), []);
    await page.close();
  });

  test('a detection makes no request and opens no connection', skip, async () => {
    const { page, seen, connections } = await openSite();
    assert.equal(
      seen.some((line) => line.includes('whpack')),
      false,
      'no pack before the first message',
    );
    const first = await within<{ prompt: string | null; silent: string | null }>(page, ask(ordinary));
    assert.deepEqual([first.prompt, first.silent], [null, null]);
    seen.length = 0;
    const before = connections();
    const verdict = await within<{ prompt: string | null; language: string }>(page, ask(`${ordinary} drillthreat`));
    assert.deepEqual([verdict.prompt, verdict.language], ['threat', 'en']);
    const german = await within<{ silent: string }>(
      page,
      ask('Ich komme heute etwas später, fangt bitte ohne mich an'),
    );
    assert.equal(german.silent, 'no-pack');
    // long enough for what is sent late
    await new Promise((done) => setTimeout(done, 1_500));
    assert.deepEqual([seen, connections() - before], [[], 0]);
    assert.deepEqual(await within(page, 'drill.problems'), []);
    await page.close();
  });

  test('the frame works in a page with a strict policy, and says so where the policy forbids it', skip, async () => {
    const strict = (scripts: readonly string[], workers: readonly string[]) =>
      [
        "default-src 'none'",
        `script-src 'self' ${scripts.join(' ')}`,
        ...(workers.length > 0 ? [`worker-src ${workers.join(' ')}`] : []),
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      ].join('; ');
    const allowed = await openSite(strict(pagePolicy['script-src'], pagePolicy['worker-src']));
    const verdict = await within<{ prompt: string | null }>(allowed.page, ask(`${ordinary} drillthreat`));
    assert.deepEqual([verdict.prompt, await within(allowed.page, 'drill.problems')], ['threat', []]);
    await allowed.page.close();
    const forbidden = await openSite(strict([], []));
    const none = await within<{ silent: string }>(forbidden.page, ask(ordinary));
    assert.equal(none.silent, 'unavailable');
    const problems = await within<{ code: string; detail: string }[]>(forbidden.page, 'drill.problems');
    assert.deepEqual(
      problems.map(({ code, detail }) => [code, detail]),
      [['worker-died', "the page's own policy forbids its frame"]],
    );
    await forbidden.page.close();
  });

  test('served by an address, the worker must come with its policy', skip, async () => {
    let text = '';
    const files = {
      '/worker.js': async () => text,
      '/worker-without-policy.js': async () => text,
      '/worker-with-policy-once.js': async () => text,
      ...Object.fromEntries(Object.keys(halfPolicies).map((path) => [path, async () => text])),
    };
    const { page, origin, datagramOrigin, datagrams, seen } = await openSite(null, files);
    text = await within<string>(page, 'drill.workerScript()');
    const served = (address: string) =>
      `drill.open(${JSON.stringify(trustedKeys)}, { workerAddress: '${address}' }).classify({ text: '${ordinary} drillthreat', languages: ['en'] })`;
    assert.equal((await within<{ prompt: string }>(page, served('/worker.js'))).prompt, 'threat');
    assert.equal((await within<{ silent: string }>(page, served('/worker-without-policy.js'))).silent, 'unavailable');
    assert.equal(seen.filter((line) => line.includes('without-policy')).length, 1, 'the worker was not even loaded');
    assert.equal((await within<{ silent: string }>(page, served('/worker-with-policy-once.js'))).silent, 'unavailable');
    const loads = seen.filter((line) => line.startsWith('GET') && line.includes('policy-once'));
    assert.equal(loads.length, 2, 'it was loaded, and would not serve');
    for (const [path, policy] of Object.entries(halfPolicies)) {
      assert.equal((await within<{ silent: string }>(page, served(path))).silent, 'unavailable', policy);
    }
    assert.deepEqual(
      (await within<{ detail: string }[]>(page, 'drill.problems')).map(({ detail }) => detail),
      [
        'its script is not served with the policy of a worker',
        ...['once', ...Object.keys(halfPolicies)].map(() => 'its script did not come with the policy of a worker'),
      ],
    );
    seen.length = 0;
    text = workerProbe(`${origin}/out-`, datagramOrigin);
    const found = await within<Record<string, string> | null>(
      page,
      `new Promise((done) => {
        // held, as a browser may end a worker that nobody can reach
        globalThis.probing = new Worker('/worker.js');
        globalThis.probing.onmessage = ({ data }) => done(data);
        globalThis.probing.onerror = () => done(null);
        globalThis.probing.postMessage(0);
      })`,
    );
    assert.ok(found && Object.keys(found).length > 0, 'the probe ran');
    for (const [way, result] of Object.entries(found)) assert.notEqual(result, 'out', way);
    assert.deepEqual([seen, datagrams()], [['GET /worker.js'], 0]);
    await page.close();
  });

  test('an older pack than the page has used is refused, by what the browser remembers', skip, async () => {
    const { page } = await openSite();
    await within(page, `localStorage.setItem('wellhouse-packs', '{"drill-en":4}')`);
    assert.equal((await within<{ silent: string }>(page, ask(ordinary))).silent, 'unavailable');
    const problems = await within<{ code: string; language: string }[]>(page, 'drill.problems');
    assert.deepEqual(
      problems.map(({ code, language }) => [code, language]),
      [['downgraded', 'en']],
    );
    await page.close();
  });

  test('a worker that throws or hangs is ended with its frame, and the next message has a new one', skip, async () => {
    const { page } = await openSite();
    const worker = `addEventListener('message', ({ ports: [port] }) => {
      port.onmessage = ({ data: { type, id, text } }) => {
        if (text === 'drill-hang') for (;;);
        if (text === 'drill-throw') throw new Error(text);
        const verdict = { scores: {}, prompt: null, language: 'en', silent: null };
        port.postMessage(type === 'open' ? { type: 'opened', cards: [], versions: {}, problems: [] } : { type: 'verdict', id, verdict });
      };
    });`;
    const found = await within<(string | number | boolean | null)[]>(
      page,
      `(async () => {
        const classifier = drill.openWith(${JSON.stringify(worker)}, { messageSeconds: 4 });
        const found = [];
        let turns = 0;
        setInterval(() => turns++, 1);
        for (const text of ['fine', 'drill-throw', 'fine', 'drill-hang']) {
          turns = 0;
          found.push((await classifier.classify({ text })).silent, document.querySelectorAll('iframe').length);
        }
        // the page went on while the worker was hanging
        found.push(turns > 100);
        return found;
      })()`,
    );
    assert.deepEqual(found, [null, 1, 'unavailable', 0, null, 1, 'unavailable', 0, true]);
    const problems = await within<{ code: string }[]>(page, 'drill.problems');
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['worker-died', 'worker-hung'],
    );
    await page.close();
  });
}
