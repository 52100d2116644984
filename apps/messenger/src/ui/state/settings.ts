import { z } from 'zod';
import { isLanguage, type Language, preferredLanguage } from '../i18n/messages.ts';

const Stored = z.object({
  language: z.string().optional(),
  audience: z.enum(['adult', 'child']).optional(),
  theme: z.enum(['auto', 'light', 'dark']).optional(),
});

export interface Settings {
  language: Language;
  audience: 'adult' | 'child';
  theme: 'auto' | 'light' | 'dark';
}

/** Kept for each account of a browser; what is not set follows the device. */
export function loadSettings(account: string): Settings {
  let stored: z.infer<typeof Stored> = {};
  try {
    stored = Stored.parse(JSON.parse(localStorage.getItem(`messenger:settings:${account}`) ?? '{}'));
  } catch {
    // unreadable settings are no reason not to open
  }
  const language = stored.language ?? '';
  return {
    language: isLanguage(language) ? language : preferredLanguage(navigator.languages),
    audience: stored.audience ?? 'adult',
    theme: stored.theme ?? 'auto',
  };
}

export function saveSettings(account: string, settings: Settings): void {
  localStorage.setItem(`messenger:settings:${account}`, JSON.stringify(settings));
}
