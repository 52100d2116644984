import { useQuery } from '@tanstack/react-query';
import type { CasePage, CasePeople, CaseReporter, CaseWriter } from '@wellhouse/protocol';
import { type ReactNode, useRef } from 'react';
import { peopleQuery } from '../../api/people-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { type Asked, useAnswer } from '../../ui/use-asked.ts';
import { shortGroup } from '../../words/short-group.ts';
import { OtherCases } from './OtherCases.tsx';

/** How many who reported stand there unfolded. */
const inSight = 8;

/** Everybody of the case: whom it is about, who reported it, who else wrote; each with what is known of them. */
export function PeoplePanel({ page, viewId, asked }: { page: CasePage; viewId: string | null; asked: Asked }) {
  const { t, number } = useI18n();
  const can = useCan();
  const panel = useRef<HTMLElement>(null);
  const { caseId } = page.summary;
  const { data: people, error, refetch } = useQuery(peopleQuery(caseId, viewId));
  useAnswer(asked, () => {
    panel.current?.focus();
    panel.current?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <section className="panel people-panel" aria-labelledby="people-title" ref={panel} tabIndex={-1}>
      <div className="panel-head">
        <h2 id="people-title">{t('people.title')}</h2>
        {people !== undefined && (
          <span className="count">{number(1 + people.reporterCount + (people.writers?.length ?? 0))}</span>
        )}
      </div>
      {error !== null && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {people !== undefined && (
        <ul className="plain-list people">
          <SubjectRow people={people} />
          {people.reporters.slice(0, inSight).map((one) => (
            <ReporterRow key={one.accountId} reporter={one} kind={people.subject.kind} />
          ))}
          {people.reporters.length > inSight && (
            <li className="people-more">
              <details>
                <summary>{t('people.more', { count: people.reporters.length - inSight })}</summary>
                <ul className="plain-list people">
                  {people.reporters.slice(inSight).map((one) => (
                    <ReporterRow key={one.accountId} reporter={one} kind={people.subject.kind} />
                  ))}
                </ul>
              </details>
            </li>
          )}
          {people.writers?.map((one) => (
            <WriterRow key={one.accountId} writer={one} />
          ))}
        </ul>
      )}
      {people !== undefined && people.reporterCount > people.reporters.length && (
        <p className="muted">
          {t('people.some', { shown: number(people.reporters.length), count: number(people.reporterCount) })}
        </p>
      )}
      {people?.writers === null && page.summary.reportCount > 0 && can('evidence.view') && (
        <p className="muted people-closed">
          <Icon name="lock" />
          {t('people.closed')}
        </p>
      )}
    </section>
  );
}

function Person({
  name,
  who,
  children,
}: {
  name: string;
  who: 'subject' | 'reporter' | 'writer';
  children: ReactNode;
}) {
  const { t } = useI18n();
  return (
    <li className="person" data-role={who}>
      <p className="person-head">
        <bdi className="person-name">{name}</bdi>
        <span className="badge">{t(`people.role.${who}`)}</span>
      </p>
      {children}
    </li>
  );
}

function SubjectRow({ people }: { people: CasePeople }) {
  const { subject, about } = people;
  const name = subject.kind === 'account' ? subject.accountId : shortGroup(subject.groupId);
  return (
    <Person name={name} who="subject">
      <OtherCases about={about} name={name} open />
    </Person>
  );
}

function ReporterRow({ reporter, kind }: { reporter: CaseReporter; kind: 'account' | 'group' }) {
  const { t } = useI18n();
  const { record, pair, back, about, reports } = reporter;
  return (
    <Person name={reporter.accountId} who="reporter">
      <p className="person-fact">
        {recordWords(record, t)} · <strong>{t(`people.weighs.${record.weighs}`)}</strong>
        {record.unfounded > 0 && ` · ${t('people.unfounded', { count: record.unfounded })}`}
      </p>
      {pair !== null ? (
        <p className="person-fact">
          {t(`people.pair.${kind}`, { ...pairValues(pair) })}
          {pair.unfounded > 0 && ` · ${t('people.unfounded', { count: pair.unfounded })}`}
        </p>
      ) : (
        reports > 1 && <p className="person-fact">{t('people.reports', { count: reports })}</p>
      )}
      {pair !== null && pair.hint !== null && (
        <p className="person-hint" data-hint={pair.hint}>
          <Icon name="alert" />
          {t(`people.hint.${pair.hint}`)}
        </p>
      )}
      {back > 0 && <p className="person-fact">{t('people.back', { count: back })}</p>}
      <OtherCases about={about} name={reporter.accountId} />
    </Person>
  );
}

function WriterRow({ writer }: { writer: CaseWriter }) {
  const { t } = useI18n();
  return (
    <Person name={writer.accountId} who="writer">
      <p className="person-fact">{t('people.wrote', { count: writer.messages })}</p>
      <OtherCases about={writer.about} name={writer.accountId} />
    </Person>
  );
}

function recordWords(
  { upheld, dismissed, weighs }: CaseReporter['record'],
  t: ReturnType<typeof useI18n>['t'],
): string {
  if (upheld + dismissed > 0) return t('people.record', { upheld, dismissed });
  // Who weighs other than a stranger has a record; it lies in cases outside the reader's limits.
  return t(weighs === 'half' ? 'people.recordNone' : 'people.recordHidden');
}

function pairValues({ reports, cases, upheld, dismissed }: NonNullable<CaseReporter['pair']>) {
  return { reports, cases, upheld, dismissed };
}
