import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { type ConsoleLocale, loadMessages } from './messages.ts';
import { createTranslator, type Translator } from './translator.ts';

const TranslatorContext = createContext<Translator | null>(null);

/** @throws Error outside `Language` */
export function useI18n(): Translator {
  const translator = useContext(TranslatorContext);
  if (translator === null) throw new Error('use words: no language is loaded here');
  return translator;
}

/** Shows nothing until the language is there, so that no page flashes in another one. */
export function Language({ locale, children }: { locale: ConsoleLocale; children: ReactNode }) {
  const [translator, setTranslator] = useState<Translator | null>(null);
  useEffect(() => {
    let current = true;
    void loadMessages(locale)
      .then((messages) => createTranslator(locale, messages))
      // Words of one language are better than none.
      .catch(async () => createTranslator('en', await loadMessages('en')))
      .then((loaded) => {
        if (current) setTranslator(loaded);
      });
    return () => {
      current = false;
    };
  }, [locale]);
  // Together with the words that it is about, and not before them.
  useLayoutEffect(() => {
    if (translator === null) return;
    document.documentElement.lang = translator.locale;
    document.documentElement.dir = translator.dir;
  }, [translator]);
  if (translator === null) return null;
  return (
    <TranslatorContext value={translator}>
      <I18nProvider locale={translator.locale}>{children}</I18nProvider>
    </TranslatorContext>
  );
}
