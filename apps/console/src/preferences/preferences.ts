import { z } from 'zod';
import { locales, pickLocale } from '../i18n/messages.ts';

const Preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  /** Pictures without colour, also while they are uncovered. */
  greyscale: z.boolean(),
  locale: z.enum(locales),
});
export type Preferences = z.infer<typeof Preferences>;

const storageKey = 'wellhouse.console.preferences';

function defaults(): Preferences {
  return { theme: 'system', density: 'comfortable', greyscale: true, locale: pickLocale(navigator.languages) };
}

/** How this browser shows the console; nothing of a case or a session is kept there. */
class PreferenceStore {
  #value = read();
  readonly #listeners = new Set<() => void>();

  constructor() {
    apply(this.#value);
    // Another tab of this browser has chosen: that event never comes to the tab that stored it.
    addEventListener('storage', ({ key }) => {
      if (key === storageKey || key === null) this.#show(read());
    });
  }

  get = (): Preferences => this.#value;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(change: Partial<Preferences>): void {
    const value = { ...this.#value, ...change };
    try {
      localStorage.setItem(storageKey, JSON.stringify(value));
    } catch {
      // A browser that stores nothing still shows the choice until it is closed.
    }
    this.#show(value);
  }

  #show(value: Preferences): void {
    this.#value = value;
    apply(value);
    for (const listener of this.#listeners) listener();
  }
}

function read(): Preferences {
  const fallback = defaults();
  const { theme, density, greyscale, locale } = Preferences.shape;
  // What a newer console stored and this one does not know costs no other choice.
  const readable = z.object({
    theme: theme.catch(fallback.theme),
    density: density.catch(fallback.density),
    greyscale: greyscale.catch(fallback.greyscale),
    locale: locale.catch(fallback.locale),
  });
  try {
    return readable.parse(JSON.parse(localStorage.getItem(storageKey) ?? '{}'));
  } catch {
    return fallback;
  }
}

function apply(value: Preferences): void {
  const { dataset } = document.documentElement;
  dataset.theme = value.theme;
  dataset.density = value.density;
  dataset.greyscale = String(value.greyscale);
}

export const preferences = new PreferenceStore();
