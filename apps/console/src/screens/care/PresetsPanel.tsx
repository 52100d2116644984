import { type CareKind, type CarePreset, careKinds } from '@wellhouse/protocol';
import { useEffect, useState } from 'react';
import { Switch } from 'react-aria-components';
import { usePresets, useSavePresets } from '../../api/care-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { CarefulPicture } from './CarefulPicture.tsx';
import { drillScene } from './drill-scene.ts';

const levels = ['0', '1', '2', '3'] as const;

/** How pictures and words of each class look while they are held open, tried on a harmless drawing. */
export function PresetsPanel() {
  const { t } = useI18n();
  const presets = usePresets();
  const save = useSavePresets();
  const [kind, setKind] = useState<CareKind>('child');
  const [error, setError] = useState<unknown>(null);
  const [scene, setScene] = useState<string | null>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([drillScene], { type: 'image/svg+xml' }));
    setScene(url);
    return () => URL.revokeObjectURL(url);
  }, []);
  const preset = presets[kind];
  const keep = (next: typeof presets): void => {
    save(next).then(() => setError(null), setError);
  };
  const change = (part: Partial<CarePreset>): void => keep({ ...presets, [kind]: { ...preset, ...part } });
  const toggle = (name: 'greyscale' | 'small' | 'coverText') => (
    <Switch className="switch" isSelected={preset[name]} onChange={(on) => change({ [name]: on })}>
      <span className="switch-track" />
      {t(`care.preset.${name}`)}
    </Switch>
  );
  const level = (name: 'blur' | 'coarse') => (
    <Segments
      label={t(`care.preset.${name}`)}
      value={levels[preset[name]] ?? '0'}
      onChange={(id) => change({ [name]: Number(id) })}
      choices={levels.map((id) => ({ id, title: t(`care.level.${id}`) }))}
    />
  );
  return (
    <section className="panel care-panel" aria-labelledby="care-presets">
      <h2 id="care-presets">{t('care.presets')}</h2>
      <p className="muted">{t('care.evidence')}</p>
      <Segments
        label={t('care.class')}
        value={kind}
        onChange={setKind}
        choices={careKinds.map((id) => ({ id, title: t(`care.kind.${id}`) }))}
      />
      <div className="care-preset">
        <div className="stack">
          {level('blur')}
          {level('coarse')}
          {toggle('greyscale')}
          {toggle('small')}
          {toggle('coverText')}
          <Switch
            className="switch"
            isSelected={presets.textFirst}
            onChange={(textFirst) => keep({ ...presets, textFirst })}
          >
            <span className="switch-track" />
            {t('care.preset.textFirst')}
          </Switch>
        </div>
        <figure className="care-preview" data-small={preset.small}>
          {scene !== null && <CarefulPicture url={scene} alt={t('care.drillAlt')} preset={preset} />}
          <figcaption className="muted">{t('care.drill')}</figcaption>
        </figure>
      </div>
      {error !== null && <ProblemNote error={error} />}
    </section>
  );
}
