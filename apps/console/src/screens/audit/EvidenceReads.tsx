import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { EvidenceRead } from '@wellhouse/protocol';
import { useState } from 'react';
import { staffQuery } from '../../api/queries.ts';
import { evidenceReadsQuery } from '../../api/staff-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Select, TextField } from '../../ui/Fields.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { duration } from '../../words/duration.ts';

const route = getRouteApi('/house/audit');
const everyone = 'everyone';

/** Every look at evidence: who, why, how deep, how long. */
export function EvidenceReads() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const can = useCan();
  const search = route.useSearch();
  const [caseText, setCaseText] = useState(search.case ?? '');
  const query = useInfiniteQuery(
    evidenceReadsQuery({
      staffId: search.who,
      case: search.case,
      from: search.from === undefined ? undefined : `${search.from}T00:00:00Z`,
      to: search.to === undefined ? undefined : `${search.to}T23:59:59.999Z`,
    }),
  );
  const team = useQuery({ ...staffQuery, enabled: can('staff.read') }).data ?? [];
  const reads = query.data?.pages.flatMap((page) => page.reads) ?? [];
  const narrow = (change: Partial<typeof search>): void =>
    void navigate({ to: '/audit', search: { ...search, ...change }, replace: true });
  return (
    <>
      <form
        className="reads-filter"
        onSubmit={(event) => {
          event.preventDefault();
          narrow({ case: caseText.trim() || undefined });
        }}
      >
        {can('staff.read') && (
          <Select
            label={t('reads.who')}
            value={search.who ?? everyone}
            onChange={(id) => narrow({ who: id === everyone ? undefined : id })}
            placeholder={t('reads.everyone')}
            sections={[
              {
                title: null,
                choices: [
                  { id: everyone, title: t('reads.everyone') },
                  ...team.map((member) => ({ id: member.staffId as string, title: member.name })),
                ],
              },
            ]}
          />
        )}
        <TextField label={t('reads.caseId')} value={caseText} onChange={setCaseText} />
        <DateField label={t('reads.from')} value={search.from} onChange={(from) => narrow({ from })} />
        <DateField label={t('reads.to')} value={search.to} onChange={(to) => narrow({ to })} />
      </form>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {query.data !== undefined && reads.length === 0 && <Empty icon="eye" title={t('reads.none')} />}
      {reads.length > 0 && (
        <div className="table-frame">
          <table className="table cards reads">
            <thead>
              <tr>
                <th scope="col">{t('audit.at')}</th>
                <th scope="col">{t('audit.who')}</th>
                <th scope="col">{t('reads.case')}</th>
                <th scope="col">{t('reads.why')}</th>
                <th scope="col">{t('reads.depth')}</th>
                <th scope="col">{t('reads.time')}</th>
              </tr>
            </thead>
            <tbody>
              {reads.map((read) => (
                <ReadRow key={read.viewId} read={read} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && (
        <div className="table-more">
          <Button onPress={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function ReadRow({ read }: { read: EvidenceRead }) {
  const { t, maybe, dateTime } = useI18n();
  const can = useCan();
  return (
    <tr>
      <td data-label={t('audit.at')} className="nowrap">
        <time dateTime={read.startedAt}>{dateTime(read.startedAt)}</time>
      </td>
      <td data-label={t('audit.who')}>
        <bdi>{read.staffName}</bdi>
      </td>
      <td data-label={t('reads.case')} className="nowrap">
        {can('case.read') ? (
          <Link to="/cases/$caseId" params={{ caseId: read.caseId }}>
            <bdi>{read.caseNumber}</bdi>
          </Link>
        ) : (
          <bdi>{read.caseNumber}</bdi>
        )}
      </td>
      <td data-label={t('reads.why')}>
        <span>
          {maybe(`reads.purpose.${read.purpose}`) ?? read.purpose}
          <bdi className="muted member-email">{read.reason ?? t('reads.claimed')}</bdi>
        </span>
      </td>
      <td data-label={t('reads.depth')}>
        <span>
          {t('reads.items', { count: read.items })}
          <span className="muted member-email">
            {t('reads.pictures', { count: read.pictures, time: duration(read.uncoveredMs) })}
          </span>
        </span>
      </td>
      <td data-label={t('reads.time')} className="nowrap">
        <span>
          {duration(read.visibleMs)}
          {read.endedAt === null && <span className="muted member-email">{t('reads.open')}</span>}
        </span>
      </td>
    </tr>
  );
}

function DateField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (date: string | undefined) => void;
}) {
  return (
    <label className="field date-field">
      <span className="label">{label}</span>
      <input type="date" value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} />
    </label>
  );
}
