import type { ReportConfig } from '@wellhouse/protocol';
import { type ReactNode, useId } from 'react';
import { useUi } from '../context.ts';

export interface HelplineListProps {
  config: Pick<ReportConfig, 'helplines' | 'emergencyNumbers'>;
  /** As the person chose it; null: not yet. */
  country: string | null;
  onCountry: (country: string | null) => void;
  /** `emergency`: no websites; `people`: who listens stands before who comes. */
  kind: 'emergency' | 'help' | 'people';
}

/**
 * Numbers to call, for the country that the person names; never guessed from an address. Shows nothing where the
 * operator has no verified number, so that nobody is sent to a wrong one.
 */
export function HelplineList({ config, country, onCountry, kind }: HelplineListProps): ReactNode {
  const { t, audience, country: countryName } = useUi().text;
  const { emergencyNumbers, helplines } = config;
  const id = useId();
  // those that are there for children alone stand first for children
  const lines = helplines
    .filter((line) => line.audience.includes(audience))
    .toSorted((a, b) => a.audience.length - b.audience.length);
  const offered = [...emergencyNumbers, ...lines].map((entry) => entry.country);
  const countries = [...new Set(offered)].sort((a, b) => countryName(a).localeCompare(countryName(b)));
  if (countries.length === 0) return null;
  const emergencies = emergencyNumbers
    .filter((entry) => entry.country === country)
    .map(({ number }) => (
      <li key={number}>
        <a className="wh-button wh-button-urgent" href={`tel:${number}`}>
          {t(kind === 'people' ? 'help.callEmergency' : 'dangerHelp.callNumber', { number })}
        </a>
      </li>
    ));
  return (
    <div className="wh-lines">
      {kind !== 'emergency' ? <h3 className="wh-section">{t('help.lines')}</h3> : null}
      <label className="wh-field-label" htmlFor={id}>
        {t('country.label')}
      </label>
      <select
        id={id}
        className="wh-select"
        value={country ?? ''}
        onChange={(event) => onCountry(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{t(country === null ? 'country.choose' : 'country.none')}</option>
        {countries.map((code) => (
          <option key={code} value={code}>
            {countryName(code)}
          </option>
        ))}
      </select>
      <ul className="wh-line-list" aria-live="polite">
        {kind === 'people' ? null : emergencies}
        {lines
          .filter((line) => line.country === country)
          .map((line) => (
            <li key={line.id} className="wh-line">
              <span className="wh-line-name">{line.name}</span>
              {/* hours that are figures alone would turn round in a language that is read from the right */}
              {line.hours ? (
                <span className="wh-option-hint">
                  <bdi>{line.hours}</bdi>
                </span>
              ) : null}
              <span className="wh-line-ways">
                {line.phone ? <a href={`tel:${line.phone}`}>{t('help.call', { phone: line.phone })}</a> : null}
                {line.text ? <a href={`sms:${line.text}`}>{t('help.text', { phone: line.text })}</a> : null}
                {line.url && kind !== 'emergency' ? (
                  <a href={line.url} target="_blank" rel="noreferrer noopener">
                    {t('help.website')}
                  </a>
                ) : null}
              </span>
            </li>
          ))}
        {kind === 'people' ? emergencies : null}
      </ul>
    </div>
  );
}
