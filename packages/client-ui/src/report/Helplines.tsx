import { type ReactNode, useId } from 'react';
import { useUi } from '../context.ts';
import { useReportFlow } from './report-flow.ts';
import { useDraftState } from './use-draft.ts';

/**
 * Numbers to call, for the country that the person names; never guessed from an address. Shows nothing where the
 * operator has no verified number, so that nobody is sent to a wrong one.
 */
export function Helplines({ kind }: { kind: 'emergency' | 'help' }): ReactNode {
  const { t, audience, country: countryName } = useUi().text;
  const { draft } = useReportFlow();
  const { country } = useDraftState(draft);
  const { emergencyNumbers, helplines } = draft.config;
  const id = useId();
  const lines = helplines.filter((line) => line.audience.includes(audience));
  const offered = [...emergencyNumbers, ...lines].map((entry) => entry.country);
  const countries = [...new Set(offered)].sort((a, b) => countryName(a).localeCompare(countryName(b)));
  if (countries.length === 0) return null;
  return (
    <div className="wh-lines">
      {kind === 'help' ? <h3 className="wh-section">{t('help.lines')}</h3> : null}
      <label className="wh-field-label" htmlFor={id}>
        {t('country.label')}
      </label>
      <select
        id={id}
        className="wh-select"
        value={country ?? ''}
        onChange={(event) => draft.set({ country: event.target.value === '' ? null : event.target.value })}
      >
        <option value="">{t('country.none')}</option>
        {countries.map((code) => (
          <option key={code} value={code}>
            {countryName(code)}
          </option>
        ))}
      </select>
      <ul className="wh-line-list" aria-live="polite">
        {emergencyNumbers
          .filter((entry) => entry.country === country)
          .map(({ number }) => (
            <li key={number}>
              <a className="wh-button wh-button-urgent" href={`tel:${number}`}>
                {t('dangerHelp.callNumber', { number })}
              </a>
            </li>
          ))}
        {lines
          .filter((line) => line.country === country)
          .map((line) => (
            <li key={line.id} className="wh-line">
              <span className="wh-line-name">{line.name}</span>
              {line.hours ? <span className="wh-option-hint">{line.hours}</span> : null}
              <span className="wh-line-ways">
                {line.phone ? <a href={`tel:${line.phone}`}>{t('help.call', { phone: line.phone })}</a> : null}
                {line.text ? <a href={`sms:${line.text}`}>{t('help.text', { phone: line.text })}</a> : null}
                {line.url && kind === 'help' ? (
                  <a href={line.url} target="_blank" rel="noreferrer noopener">
                    {t('help.website')}
                  </a>
                ) : null}
              </span>
            </li>
          ))}
      </ul>
    </div>
  );
}
