import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StaffChange } from '@wellhouse/protocol';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { rolesQuery, staffChangesQuery } from '../../api/staff-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';
import { roleName } from '../../words/role-name.ts';

/** What gives power over what cannot be undone, until a second person has confirmed it. */
export function ChangesPanel() {
  const { t } = useI18n();
  const query = useQuery(staffChangesQuery);
  const [link, setLink] = useState<string | null>(null);
  const waiting = query.data?.filter(({ state }) => state === 'waiting') ?? [];
  return (
    <section className="stack" aria-labelledby="changes-title">
      <div>
        <h2 id="changes-title">{t('changes.title')}</h2>
        <p className="muted">{t('changes.lead')}</p>
      </div>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {link !== null && (
        <Note tone="info">
          <p>{t('changes.link')}</p>
          <input
            className="field-input"
            readOnly
            value={link}
            dir="ltr"
            aria-label={t('team.link')}
            onFocus={(event) => event.target.select()}
          />
        </Note>
      )}
      {query.data !== undefined && waiting.length === 0 && <p className="muted">{t('changes.none')}</p>}
      {waiting.length > 0 && (
        <ul className="plan-list">
          {waiting.map((change) => (
            <li key={change.changeId} className="plan-item">
              <Change change={change} onLink={setLink} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Change({ change, onLink }: { change: StaffChange; onLink: (link: string | null) => void }) {
  const { t, dateTime, list } = useI18n();
  const can = useCan();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const own = change.notSecond === 'author';
  const send = useMutation({
    mutationFn: (confirm: boolean) =>
      call('answerStaffChange', { params: { changeId: change.changeId }, body: { confirm, reason: reason.trim() } }),
    onSuccess: ({ link }) => {
      onLink(link);
      announce({ key: 'said.changeAnswered' });
    },
    onSettled: () =>
      Promise.all(['staff', 'roles', 'staff-changes'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (change.notSecond === null) send.mutate(true);
  };
  const ready = reason.trim().length >= 3;
  return (
    <div className="plan-main stack">
      <h3>{useChangeWords()(change)}</h3>
      <p>
        {t('changes.gives', { powers: list(change.gives.map(({ permission }) => t(`permission.${permission}`))) })}{' '}
        <time className="muted" dateTime={change.at}>
          {dateTime(change.at)}
        </time>
      </p>
      {change.notSecond !== null && <p className="muted">{t(`changes.not.${change.notSecond}`)}</p>}
      {can('staff.manage') && (
        <form className="stack" onSubmit={submit}>
          <TextField label={t('changes.reason')} value={reason} onChange={setReason} required />
          {send.error !== null && <ProblemNote error={send.error} />}
          <div className="button-row">
            {change.notSecond === null && (
              <Button look="primary" type="submit" isDisabled={!ready} isPending={send.isPending}>
                {t('changes.confirm')}
              </Button>
            )}
            <Button isDisabled={!ready} isPending={send.isPending} onPress={() => send.mutate(false)}>
              {t(own ? 'changes.withdraw' : 'changes.refuse')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}

function useChangeWords(): (change: StaffChange) => string {
  const i18n = useI18n();
  const { t, list } = i18n;
  const roles = useQuery(rolesQuery).data ?? [];
  const names = Object.fromEntries(roles.flatMap((role) => (role.builtIn ? [] : [[role.roleId, role.name]])));
  return ({ kind, by, subjectName: who, roles: given }) => {
    const values = { by: by.name, who };
    if (kind === 'role') return t('changes.role', values);
    if (kind === 'reset') return t('changes.reset', values);
    if (given === null) return t('changes.unlock', values);
    return t('changes.member', { ...values, roles: list(given.map((role) => roleName(role, names, i18n))) });
  };
}
