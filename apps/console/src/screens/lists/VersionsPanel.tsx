import type { ListVersion as ListVersionSchema } from '@wellhouse/protocol';
import type { z } from 'zod';
import { useI18n } from '../../i18n/I18n.tsx';
import { fieldsChangedBy, versionPhrase } from './version-words.ts';

type ListVersion = z.output<typeof ListVersionSchema>;

/** The last fifty versions and who made each. */
export function VersionsPanel({ versions }: { versions: readonly ListVersion[] }) {
  const { t, say, maybe, number, dateTime } = useI18n();
  return (
    <section className="panel" aria-labelledby="versions-title">
      <div className="panel-head">
        <h2 id="versions-title">{t('lists.versions.title')}</h2>
      </div>
      <ol className="timeline versions">
        {versions.map((entry, index) => {
          const phrase = versionPhrase(entry);
          const fields = fieldsChangedBy(versions, index);
          return (
            <li key={entry.version} data-kind={entry.kind}>
              <p>
                <strong>{maybe(`lists.version.${entry.kind}`) ?? entry.kind}</strong>
                {' · '}
                <bdi>{entry.staffName ?? t('lists.version.nobody')}</bdi>
              </p>
              {phrase !== null && <p className="muted">{say(phrase)}</p>}
              {fields.length > 0 && (
                <p className="muted">{fields.map((field) => t(`lists.field.${field}`)).join(' · ')}</p>
              )}
              <span className="muted version-foot">
                {t('lists.version.number', { version: number(entry.version) })} ·{' '}
                <time dateTime={entry.at}>{dateTime(entry.at)}</time>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
