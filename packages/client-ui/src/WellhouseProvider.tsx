import type { Wellhouse } from '@wellhouse/client';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { WellhouseContext } from './context.ts';
import { loadCatalogue, matchCatalogue } from './i18n/load-catalogue.ts';
import type { Catalogue } from './i18n/message-id.ts';
import { createText } from './i18n/text.ts';

export interface WellhouseProviderProps {
  wellhouse: Wellhouse;
  /** BCP 47; the client's by default. Languages that are not translated are shown in English. */
  locale?: string;
  /** Wording for adults or for children; the client's by default. */
  audience?: 'adult' | 'child';
  /** `auto` follows the device. */
  theme?: 'auto' | 'light' | 'dark';
  /** Sentences of your own that replace ours. */
  messages?: Partial<Catalogue>;
  /** Milliseconds since the epoch. */
  now?: () => number;
  children: ReactNode;
}

/** Gives the dialogs below it a client, a language and an audience. */
export function WellhouseProvider(props: WellhouseProviderProps): ReactNode {
  const { wellhouse, theme = 'auto', messages, now = Date.now, children } = props;
  const { locale = wellhouse.locale, audience = wellhouse.audience } = props;
  const [loaded, setLoaded] = useState<{ language: string; catalogue: Catalogue } | null>(null);
  const language = matchCatalogue(locale);

  useEffect(() => {
    let isCurrent = true;
    void loadCatalogue(language).then((catalogue) => {
      if (isCurrent) setLoaded({ language, catalogue });
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);

  const value = useMemo(() => {
    if (loaded?.language !== language) return 'loading';
    const { catalogue } = loaded;
    const text = createText({ locale, audience, catalogue, ...(messages && { messages }) });
    return { wellhouse, text, theme, now };
  }, [loaded, language, locale, audience, messages, wellhouse, theme, now]);

  return <WellhouseContext value={value}>{children}</WellhouseContext>;
}
