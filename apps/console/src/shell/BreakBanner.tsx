import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { careQuery } from '../api/care-queries.ts';
import { deskQuery } from '../api/queue-queries.ts';
import { useCan } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { announce } from '../ui/announcements.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { problemPhrase } from '../words/problem-words.ts';

/** Sets, ends or puts off a break, and keeps what the server answers. */
export function useBreak(): (minutes: number) => Promise<boolean> {
  const client = useQueryClient();
  return async (minutes) => {
    try {
      client.setQueryData(careQuery.queryKey, await call('setBreak', { body: { minutes } }));
      return true;
    } catch (error) {
      announce(problemPhrase(error));
      return false;
    }
  };
}

/** Proposes a break, in a line that covers nothing, and says when one is on. Not while a danger to life is being worked on. */
export function BreakBanner() {
  const can = useCan();
  return can('evidence.view') ? <Banner /> : null;
}

function Banner() {
  const { t, time } = useI18n();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const care = useQuery(careQuery).data;
  const can = useCan();
  const claims = useQuery({ ...deskQuery, enabled: can('case.claim') && care?.breakDue != null }).data?.claims ?? [];
  const setBreak = useBreak();
  const [pending, setPending] = useState(false);
  if (care === undefined) return null;
  const rest = async (minutes: number, leave: boolean): Promise<void> => {
    setPending(true);
    const done = await setBreak(minutes);
    setPending(false);
    if (done && leave) await navigate({ to: '/breathe' });
  };
  if (care.pausedUntil !== null) {
    return (
      <aside className="set-up-banner break-banner" aria-label={t('care.break')}>
        <Icon name="care" />
        <p>{t('care.onBreak', { time: time(care.pausedUntil) })}</p>
        {pathname !== '/breathe' && (
          <Button onPress={() => void navigate({ to: '/breathe' })}>{t('care.breathe')}</Button>
        )}
        <Button look="plain" isPending={pending} onPress={() => void rest(0, false)}>
          {t('care.endBreak')}
        </Button>
      </aside>
    );
  }
  if (care.breakDue === null || claims.some(({ priority }) => priority === 'P0')) return null;
  const onCase = pathname.startsWith('/cases/') && claims.length > 0;
  return (
    <aside className="set-up-banner break-banner" aria-label={t('care.break')}>
      <Icon name="care" />
      <p>{t(`care.due.${care.breakDue}`)}</p>
      <Button isPending={pending} onPress={() => void rest(care.breakMinutes, true)}>
        {t(onCase ? 'care.restAndGive' : 'care.rest', { minutes: care.breakMinutes })}
      </Button>
      {onCase && (
        <Button isPending={pending} onPress={() => void rest(care.breakMinutes, false)}>
          {t('care.restAndKeep')}
        </Button>
      )}
      <Button look="plain" isPending={pending} onPress={() => void rest(0, false)}>
        {t('care.notNow')}
      </Button>
    </aside>
  );
}
