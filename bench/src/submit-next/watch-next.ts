declare global {
  interface Window {
    benchNext: {
      /** Whether the console's reading ahead reaches the server. */
      readAhead(reads: boolean): void;
      /** From the next key with Enter until the next case was painted, in milliseconds. */
      measure(): Promise<number>;
    };
  }
}

/** Runs in the page, before the console does; so it uses nothing from outside itself. */
export function watchNext(): void {
  let reads = true;
  const original = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    // Only reading ahead asks for ten.
    if (!reads && /\/v1\/cases\?.*limit=10(&|$)/.test(url)) return Promise.reject(new TypeError('not read ahead'));
    return original(input, init);
  };
  const numberOf = () => document.querySelector('.case-head .case-number')?.textContent ?? null;
  const isOperable = () =>
    document.querySelector('.case .evidence') !== null &&
    document.querySelector('.case .decide-form textarea:not([disabled])') !== null &&
    document.querySelector('.case .decide-form [data-action-name="no-action"]:not([data-disabled])') !== null;
  window.benchNext = {
    readAhead(value) {
      reads = value;
    },
    measure: () =>
      new Promise((resolve) => {
        const old = numberOf();
        const onKey = (event: KeyboardEvent): void => {
          if (event.key !== 'Enter') return;
          window.removeEventListener('keydown', onKey, true);
          // When the browser received the key, before anything of the page ran.
          const start = event.timeStamp;
          const look = (): void => {
            const now = numberOf();
            if (now === null || now === old || !isOperable()) return;
            observer.disconnect();
            // The frame that shows it, and the first task after that frame.
            requestAnimationFrame(() => {
              const channel = new MessageChannel();
              channel.port1.onmessage = () => resolve(performance.now() - start);
              channel.port2.postMessage(null);
            });
          };
          const observer = new MutationObserver(look);
          observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        };
        window.addEventListener('keydown', onKey, true);
      }),
  };
}
