import { type ReactNode, useEffect } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { localeNames, locales } from '../../i18n/messages.ts';
import { preferences } from '../../preferences/preferences.ts';
import { Brand } from '../../shell/Brand.tsx';
import { ConnectionBanner } from '../../shell/ConnectionBanner.tsx';
import { Segments } from '../../ui/Segments.tsx';

/** The page outside: before anybody is logged in. */
export function Front({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t, locale } = useI18n();
  useEffect(() => {
    document.title = `${title} · Wellhouse`;
  }, [title]);
  return (
    <div className="front">
      <ConnectionBanner />
      <main className="card front-card">
        <Brand />
        <h1>{title}</h1>
        <p className="muted">{lead}</p>
        {children}
      </main>
      <footer className="front-foot">
        <Segments
          label={t('preferences.language')}
          hideLabel
          value={locale}
          onChange={(id) => preferences.set({ locale: id })}
          choices={locales.map((id) => ({ id, title: localeNames[id] }))}
        />
      </footer>
    </div>
  );
}
