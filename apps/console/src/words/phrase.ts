import type { MessageKey } from '../i18n/messages.ts';

/** Something to say, before it is said in a language. */
export interface Phrase {
  key: MessageKey;
  values?: Record<string, string | number>;
}
