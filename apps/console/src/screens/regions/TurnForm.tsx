import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { call } from '../../api/call.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { TextArea } from '../../ui/Fields.tsx';
import { ReasonForm } from '../../ui/ReasonForm.tsx';
import { regionName } from './region-name.ts';

/** Turns the switch of a region: off at once, on with a legal basis and a second person. */
export function TurnForm({
  region,
  to,
  complete = true,
  onDone,
  children,
}: {
  region: string;
  to: 'on' | 'off';
  complete?: boolean;
  onDone: () => void;
  children?: ReactNode;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const client = useQueryClient();
  const [basis, setBasis] = useState('');
  const send = useMutation({
    mutationFn: (reason: string) =>
      call('proposeAlbumRegion', {
        params: { region },
        body: to === 'on' ? { state: 'on', legalBasis: basis.trim(), reason } : { state: 'off', reason },
      }),
    onSuccess: async ({ state }) => {
      announce({
        key: state === 'held' ? 'regions.said.asked' : 'regions.said.off',
        values: { region: regionName(region, i18n) },
      });
      onDone();
      await client.invalidateQueries({ queryKey: ['album-regions'] });
    },
    onError: () => void client.invalidateQueries({ queryKey: ['album-regions'] }),
  });
  return (
    <ReasonForm
      label={t(`regions.why.${to}`)}
      hint={t('lists.reasonHint')}
      submit={t(`regions.turn.${to}`)}
      danger={to === 'off'}
      pending={send.isPending}
      error={send.error}
      complete={complete && (to === 'off' || basis.trim() !== '')}
      onSubmit={send.mutate}
      onCancel={onDone}
    >
      {children}
      <p className="muted">{t(`regions.turn.${to}.meaning`)}</p>
      {to === 'on' && (
        <TextArea
          label={t('regions.legalBasis')}
          value={basis}
          onChange={setBasis}
          rows={2}
          maxLength={1_000}
          hint={t('regions.legalBasisHint')}
          required
        />
      )}
    </ReasonForm>
  );
}
