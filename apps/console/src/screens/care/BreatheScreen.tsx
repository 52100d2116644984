import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { careQuery, taxonomyQuery } from '../../api/care-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Select } from '../../ui/Fields.tsx';

/** A quiet page: a figure to breathe with, and whom to talk to. Nothing about work, and no network once it is there. */
export function BreatheScreen() {
  const { t, locale } = useI18n();
  const help = useQuery({ ...careQuery, refetchInterval: false }).data?.team.helpText ?? '';
  // A chunk of its own, shared with the labels of cases; there from then on.
  const helplines = useQuery(taxonomyQuery).data?.helplines ?? [];
  const countries = [...new Set(helplines.map(({ country }) => country))].sort();
  const [country, setCountry] = useState<string | null>(null);
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  useEffect(() => {
    document.title = `${t('care.breathe')} · Wellhouse`;
  }, [t]);
  return (
    <div className="page breathe">
      <h1>{t('care.breathe')}</h1>
      <div className="breathe-figure" aria-hidden="true">
        <span className="breathe-ring" />
        <span className="breathe-ring" />
        <span className="breathe-core" />
      </div>
      <p className="breathe-rhythm">{t('care.rhythm')}</p>
      <p className="muted">{t('care.breatheText')}</p>
      <section className="panel breathe-help" aria-labelledby="breathe-help">
        <h2 id="breathe-help">{t('care.help')}</h2>
        {help === '' ? (
          <p className="muted">{t('care.noHelp')}</p>
        ) : (
          <p className="help-text" dir="auto">
            {help}
          </p>
        )}
        <Select
          label={t('care.country')}
          value={country}
          onChange={setCountry}
          placeholder={t('care.chooseCountry')}
          sections={[{ title: null, choices: countries.map((id) => ({ id, title: names.of(id) ?? id })) }]}
        />
        <ul className="plain-list helplines">
          {helplines
            .filter((line) => line.country === country && line.audience.includes('adult'))
            .map((line) => (
              <li key={line.id}>
                <bdi>{line.name}</bdi>
                {line.phone !== null && (
                  <a href={`tel:${line.phone.replaceAll(' ', '')}`}>
                    <bdi dir="ltr">{line.phone}</bdi>
                  </a>
                )}
                {line.url !== null && (
                  <a href={line.url} rel="noreferrer noopener" target="_blank">
                    <bdi dir="ltr">{new URL(line.url).host}</bdi>
                  </a>
                )}
                {line.hours !== null && <bdi className="muted">{line.hours}</bdi>}
              </li>
            ))}
        </ul>
      </section>
    </div>
  );
}
