import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslate } from '../../i18n/messages.ts';
import { explainNow } from '../../parts/errors.ts';
import { Sheet } from '../../parts/Sheet.tsx';

/** Static files of the page, drawn by code: those with DRILL across them are on the list of rehearsals. */
const drill = ['harbour', 'kites', 'mosaic', 'rings', 'orchard'].map((name) => `/drill/${name}.png`);
const plain = ['mountains', 'lanterns'].map((name) => `/pictures/${name}.png`);

async function fetchFile(address: string): Promise<File> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`cannot load ${address}: ${response.status}`);
  return new File([await response.blob()], address.split('/').at(-1) ?? 'sample.png', { type: 'image/png' });
}

/** Harmless pictures to try the album with, so that a newcomer sees both what is shown and what is held. */
export function SamplePictures({ onClose, onAdd }: { onClose: () => void; onAdd: (files: File[]) => void }) {
  const t = useTranslate();
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (address: string) =>
    void fetchFile(address).then(
      (file) => onAdd([file]),
      (error: unknown) => setProblem(explainNow(error, t)),
    );
  const row = (addresses: readonly string[], nameOf: (number: number) => string) => (
    <ul className="sample-pictures">
      {addresses.map((address, index) => (
        <li key={address}>
          <Button className="album-tile" aria-label={nameOf(index + 1)} onPress={() => choose(address)}>
            <span className="album-image">
              <img src={address} alt="" />
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
  return (
    <Sheet title={t('samples.title')} onClose={onClose}>
      <section className="form-part" aria-label={t('samples.drill')}>
        <h3>{t('samples.drill')}</h3>
        <p className="fine-print">{t('samples.drill.hint')}</p>
        {row(drill, (number) => t('samples.drillOne', { number }))}
      </section>
      <section className="form-part" aria-label={t('samples.plain')}>
        <h3>{t('samples.plain')}</h3>
        <p className="fine-print">{t('samples.plain.hint')}</p>
        {row(plain, (number) => t('samples.plainOne', { number }))}
      </section>
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </Sheet>
  );
}
