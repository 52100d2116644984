import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import en from './catalogues/en.json' with { type: 'json' };
import { type ConsoleLocale, loadMessages } from './messages.ts';
import { createTranslator, type Translator } from './translator.ts';

const TranslatorContext = createContext<Translator>(createTranslator('en', en));

export function useI18n(): Translator {
  return useContext(TranslatorContext);
}

/** Shows nothing until the language is there, so that no page flashes in another one. */
export function Language({ locale, children }: { locale: ConsoleLocale; children: ReactNode }) {
  const [translator, setTranslator] = useState<Translator | null>(null);
  useEffect(() => {
    let current = true;
    void loadMessages(locale)
      .catch(() => en)
      .then((messages) => {
        if (!current) return;
        const loaded = createTranslator(locale, messages);
        document.documentElement.lang = loaded.locale;
        document.documentElement.dir = loaded.dir;
        setTranslator(loaded);
      });
    return () => {
      current = false;
    };
  }, [locale]);
  if (translator === null) return null;
  return (
    <TranslatorContext value={translator}>
      <I18nProvider locale={translator.locale}>{children}</I18nProvider>
    </TranslatorContext>
  );
}
