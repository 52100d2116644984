import { sha256 } from '@noble/hashes/sha2.js';
import type { WorkerEvents, WorkerLine } from '../runtime/worker-line.ts';

/** All that ever runs in the frame: it makes a worker of the code it is given, hands it the port and what it begins with, and never sees a message. */
const bootstrap = `const hear = ({ data: [code, start], ports: [line, trouble], source }) => {
  if (source !== parent) return;
  removeEventListener('message', hear);
  try {
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    worker.onerror = worker.onmessageerror = () => trouble.postMessage('its worker failed');
    worker.postMessage(start, [line]);
  } catch (error) {
    trouble.postMessage(error.name);
  }
};
addEventListener('message', hear);
parent.postMessage('wellhouse-classifier', '*');`;

/** Milliseconds after its page has loaded in which a frame must have spoken. */
const patience = 5_000;

/** What a page with a policy of its own must allow, since frames of this kind are held to both. */
export const pagePolicy: Readonly<Record<'script-src' | 'worker-src', readonly string[]>> = {
  'script-src': [hashOf(bootstrap), "'wasm-unsafe-eval'"],
  'worker-src': ['blob:'],
};

/** The page of a frame from which nothing gets out: its policy binds the workers that it makes, too. */
export function framePage(script: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)} 'wasm-unsafe-eval'`,
    "worker-src blob:; base-uri 'none'; form-action 'none'",
  ];
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}"><script>${script}</script>`;
}

/**
 * A worker of this code in a sandboxed frame without a network. Needs a document.
 * @param code its script
 * @param start what it is given first
 */
export function startFrame(
  { message, died }: WorkerEvents,
  code: Promise<string>,
  start?: Promise<unknown>,
): WorkerLine {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('aria-hidden', 'true');
  frame.hidden = true;
  frame.tabIndex = -1;
  frame.srcdoc = framePage(bootstrap);
  const [line, trouble] = [new MessageChannel(), new MessageChannel()];
  const parts = Promise.all([code, start]);
  // whoever hears of it comes later, or never
  parts.catch(() => undefined);
  let spoken = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = ({ source, data }: MessageEvent) => {
    if (source !== frame.contentWindow || data !== 'wellhouse-classifier' || spoken) return;
    spoken = true;
    parts.then(
      (both) => frame.contentWindow?.postMessage(both, '*', [line.port2, trouble.port2]),
      () => died('its code was not loaded'),
    );
  };
  line.port1.onmessage = ({ data }) => message(data);
  trouble.port1.onmessage = ({ data }) => died(String(data));
  addEventListener('message', hear);
  frame.addEventListener('load', () => {
    timer = setTimeout(() => spoken || died("the page's own policy forbids its frame"), patience);
  });
  document.documentElement.append(frame);
  return {
    post: (sent, transfer) => line.port1.postMessage(sent, transfer),
    close() {
      clearTimeout(timer);
      removeEventListener('message', hear);
      frame.remove();
      for (const { port1 } of [line, trouble]) port1.close();
    },
  };
}

function hashOf(script: string): string {
  return `'sha256-${btoa(String.fromCharCode(...sha256(new TextEncoder().encode(script))))}'`;
}
