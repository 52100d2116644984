import { type AlbumRegion, Region } from '@wellhouse/protocol';
import { useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { regionName } from './region-name.ts';
import { TurnForm } from './TurnForm.tsx';

/** Turns the switch of a region that no list and no switch names yet. */
export function OtherRegionDialog({ regions, onClose }: { regions: readonly AlbumRegion[]; onClose: () => void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [code, setCode] = useState('');
  const [to, setTo] = useState<'on' | 'off'>('on');
  const region = code.trim().toUpperCase();
  const known = regions.some((each) => each.region === region);
  const valid = Region.safeParse(region).success;
  return (
    <Dialog title={t('regions.action.other')} onClose={onClose}>
      <TurnForm region={region} to={to} complete={valid && !known} onDone={onClose}>
        <TextField
          label={t('lists.basis.region')}
          value={code}
          onChange={setCode}
          hint={valid ? regionName(region, i18n) : t('lists.basis.example')}
          error={known ? t('regions.known') : null}
          required
        />
        <Segments
          label={t('regions.switch')}
          value={to}
          onChange={setTo}
          choices={(['on', 'off'] as const).map((id) => ({ id, title: t(`regions.switch.${id}`) }))}
        />
      </TurnForm>
    </Dialog>
  );
}
