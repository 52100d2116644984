import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { AuditEntry } from '@wellhouse/protocol';
import { useRef, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { useActions } from '../../actions/use-actions.ts';
import { auditQuery } from '../../api/queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Denied } from '../../ui/Denied.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Empty, Waiting } from '../../ui/Waiting.tsx';
import { AuditDetails } from './AuditDetails.tsx';
import { EvidenceReads } from './EvidenceReads.tsx';

const route = getRouteApi('/house/audit');

export function AuditScreen() {
  return useCan()('audit.read') ? <Views /> : <Denied permission="audit.read" />;
}

function Views() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { show } = route.useSearch();
  return (
    <div className="page">
      <PageHead title={t('audit.title')} lead={t('audit.lead')} />
      <Segments
        label={t('reads.label')}
        hideLabel
        value={show ?? 'log'}
        onChange={(id) => void navigate({ to: '/audit', search: id === 'reads' ? { show: id } : {} })}
        choices={[
          { id: 'log', title: t('reads.log') },
          { id: 'reads', title: t('reads.tab') },
        ]}
      />
      {show === 'reads' ? <EvidenceReads /> : <Log />}
    </div>
  );
}

function Log() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { object = '' } = route.useSearch();
  const query = useInfiniteQuery(auditQuery(object));
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  const [text, setText] = useState(object);
  const field = useRef<HTMLInputElement>(null);
  const search = (sent: string): void => void navigate({ to: '/audit', search: sent === '' ? {} : { object: sent } });
  useActions([
    {
      id: 'audit.search',
      title: t('audit.search'),
      group: 'view',
      keys: ['/'],
      when: () => true,
      run: () => field.current?.focus(),
    },
  ]);
  return (
    <>
      <div className="queue-bar">
        <SearchField
          className="search"
          aria-label={t('audit.search')}
          value={text}
          onChange={setText}
          onSubmit={(sent) => search(sent.trim())}
          onClear={() => search('')}
          maxLength={200}
        >
          <Icon name="search" />
          <Input ref={field} placeholder={t('audit.search')} dir="auto" />
        </SearchField>
      </div>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && query.error === null && <Waiting />}
      {query.data !== undefined && entries.length === 0 && <Empty icon="audit" title={t('audit.none')} />}
      {entries.length > 0 && (
        <div className="table-frame">
          <table className="table cards audit">
            <thead>
              <tr>
                <th scope="col">{t('audit.at')}</th>
                <th scope="col">{t('audit.who')}</th>
                <th scope="col">{t('audit.what')}</th>
                <th scope="col">{t('audit.object')}</th>
                <th scope="col">{t('audit.details')}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <EntryRow key={entry.entryId} entry={entry} onObject={search} />
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

function EntryRow({ entry, onObject }: { entry: AuditEntry; onObject: (object: string) => void }) {
  const { t, maybe, dateTime } = useI18n();
  const { object } = entry;
  return (
    <tr>
      <td data-label={t('audit.at')} className="nowrap">
        <time dateTime={entry.at}>{dateTime(entry.at)}</time>
      </td>
      <td data-label={t('audit.who')} className="nowrap">
        <bdi>{entry.staffName ?? t('audit.system')}</bdi>
      </td>
      <td data-label={t('audit.what')}>
        {maybe(`audit.action.${entry.action}`)} <code className="muted">{entry.action}</code>
      </td>
      <td data-label={t('audit.object')}>
        {object !== null && (
          <Button look="plain" className="object-button" onPress={() => onObject(object)}>
            <code dir="ltr">{shortObject(object)}</code>
          </Button>
        )}
      </td>
      <td data-label={t('audit.details')} className="whole">
        <AuditDetails entry={entry} />
      </td>
    </tr>
  );
}

/** `case:1b4e28ba-2fa1-…` → `case:1b4e28ba`. */
function shortObject(object: string): string {
  return object.replace(/([0-9a-f]{8})-[0-9a-f-]{27}$/, '$1');
}
