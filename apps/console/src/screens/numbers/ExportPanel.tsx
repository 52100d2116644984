import { ExportTable } from '@wellhouse/protocol';
import { type MouseEvent, useState } from 'react';
import { stepUpGate } from '../../api/step-up.ts';
import { useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Segments } from '../../ui/Segments.tsx';

/** The clocks of browser and server differ by less. */
const soonMs = 60_000;

/** Whole tables as files; the browser saves them as they come, however long they are. */
export function ExportPanel() {
  const { t } = useI18n();
  const { freshUntil } = useMe();
  const [format, setFormat] = useState<'csv' | 'jsonl'>('csv');
  // The browser fetches the file by itself, so the second factor is asked for before it does.
  const askFirst = (event: MouseEvent<HTMLAnchorElement>): void => {
    if (freshUntil !== null && Date.parse(freshUntil) > Date.now() + soonMs) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    void stepUpGate.ask().then((shown) => shown && window.location.assign(href));
  };
  return (
    <section className="panel numbers-panel" aria-labelledby="numbers-export">
      <h2 id="numbers-export">{t('numbers.export')}</h2>
      <p className="muted">{t('numbers.exportLead')}</p>
      <Segments
        label={t('numbers.format')}
        value={format}
        onChange={setFormat}
        choices={[
          { id: 'csv', title: t('numbers.csv') },
          { id: 'jsonl', title: t('numbers.jsonl') },
        ]}
      />
      <ul className="plain-list export-list">
        {ExportTable.options.map((table) => (
          <li key={table}>
            <a href={`/v1/exports/${table}?format=${format}`} download onClick={askFirst}>
              {t(`numbers.table.${table}`)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
