/** Scripts that try every way out that a browser has. Each asks for an address that ends in the way's name. */

/**
 * Of a worker: runs when it is given a port, and says there what came of every way.
 * @param datagrams where those that are sent in datagrams go
 */
export function workerProbe(base: string, datagrams: string): string {
  return `
const base = ${JSON.stringify(base)};
const ws = base.replace('http', 'ws');
const soon = (start) => new Promise((done) => { setTimeout(() => done('nothing'), 1500); start(done); });
// a way that is barred may never come to an end: what counts is what arrives
const bounded = (way) => new Promise((done) => { setTimeout(() => done('nothing'), 5000); way.then(done, () => done('error')); });
const ways = {
  fetch: () => fetch(base + 'fetch').then(() => 'out'),
  'fetch-keepalive': () => fetch(base + 'fetch-keepalive', { method: 'POST', body: 'x', keepalive: true, mode: 'no-cors' }).then(() => 'out'),
  xhr: () => soon((done) => { const it = new XMLHttpRequest(); it.onload = () => done('out'); it.onerror = () => done('error'); it.open('GET', base + 'xhr'); it.send(); }),
  'xhr-synchronous': () => { const it = new XMLHttpRequest(); it.open('GET', base + 'xhr-synchronous', false); it.send(); return 'out'; },
  websocket: () => soon((done) => { const it = new WebSocket(ws + 'websocket'); it.onerror = () => done('error'); it.onopen = () => done('out'); }),
  eventsource: () => soon((done) => { const it = new EventSource(base + 'eventsource'); it.onerror = () => { it.close(); done('error'); }; it.onopen = () => { it.close(); done('out'); }; }),
  import: () => import(base + 'import').then(() => 'out'),
  importscripts: () => { importScripts(base + 'importscripts'); return 'out'; },
  worker: () => soon((done) => { const it = new Worker(base + 'worker'); it.onerror = () => done('error'); it.onmessage = () => done('out'); }),
  'worker-blob': () => soon((done) => {
    const code = 'fetch(' + JSON.stringify(base + 'worker-blob') + ').then(() => postMessage("out"), () => postMessage("error"))';
    const it = new Worker(URL.createObjectURL(new Blob([code]))); it.onerror = () => done('error'); it.onmessage = ({ data }) => done(data);
  }),
  'import-in-blob': () => import(URL.createObjectURL(new Blob(['import ' + JSON.stringify(base + 'import-in-blob')], { type: 'text/javascript' }))).then(() => 'out'),
  fontface: () => new FontFace('drill', 'url(' + base + 'fontface)').load().then(() => 'out', () => 'error'),
  'cache-add': () => caches.open('drill').then((cache) => cache.add(base + 'cache-add')).then(() => 'out'),
  'service-worker': () => navigator.serviceWorker.register(base + 'service-worker').then(() => 'out'),
  webtransport: () => soon((done) => { const it = new WebTransport(${JSON.stringify(datagrams)}); it.ready.then(() => done('out'), () => done('error')); }),
};
addEventListener('message', async ({ ports: [port] }) => {
  const found = {};
  for (const [name, way] of Object.entries(ways)) {
    found[name] = await bounded((async () => way())());
  }
  (port ?? self).postMessage(found);
}, { once: true });`;
}

/** Of the frame itself, were its script another one. Apart from the other ways, since Firefox fetches ahead only where nothing else loads. */
export function prefetchProbe(base: string): string {
  return `
const it = document.createElement('link');
it.rel = 'prefetch';
it.href = ${JSON.stringify(`${base}prefetch`)};
document.documentElement.append(it);
setTimeout(() => parent.postMessage('tried', '*'), 500);`;
}

/** Of the frame itself, all other ways. */
export function frameProbe(base: string): string {
  return `
const base = ${JSON.stringify(base)};
const put = (name, set) => { const it = document.createElement(name); set(it); document.documentElement.append(it); };
const ways = [
  () => { new Image().src = base + 'image'; },
  () => navigator.sendBeacon(base + 'beacon', 'x'),
  () => fetch(base + 'frame-fetch').catch(() => undefined),
  () => put('script', (it) => { it.src = base + 'script'; }),
  () => put('link', (it) => { it.rel = 'stylesheet'; it.href = base + 'style'; }),
  () => put('link', (it) => { it.rel = 'preconnect'; it.href = base; }),
  () => put('iframe', (it) => { it.src = base + 'frame'; }),
  () => put('object', (it) => { it.data = base + 'object'; }),
  () => put('video', (it) => { it.src = base + 'video'; }),
  () => put('form', (it) => { it.action = base + 'form'; it.submit(); }),
  () => { new FontFace('x', 'url(' + base + 'font)').load().catch(() => undefined); },
  () => { open(base + 'window'); },
  () => { top.location.href = base + 'top'; },
];
for (const way of ways) try { way(); } catch {}
setTimeout(() => parent.postMessage('tried', '*'), 2000);`;
}
