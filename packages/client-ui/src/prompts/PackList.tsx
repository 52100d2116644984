import type { PackCard } from '@wellhouse/classifiers';
import type { PromptRuntime } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { useUi } from '../context.ts';

/** Which packs run here, for which language, and what that means for the others. */
export function PackList({ runtime }: { runtime: PromptRuntime }): ReactNode {
  const { t } = useUi().text;
  const { state, packs } = runtime;
  if (state === 'none') return <p>{t('noticed.packs.none')}</p>;
  return (
    <>
      {state === 'failing' ? (
        <p className="wh-noticed-failing" role="status">
          {t('noticed.packs.failing')}
        </p>
      ) : null}
      {packs.length === 0 ? <p>{t('noticed.packs.later')}</p> : null}
      <ul className="wh-packs">
        {packs.map((pack) => (
          <li key={pack.id}>
            <Pack pack={pack} />
          </li>
        ))}
      </ul>
      <p className="wh-hint">{t('noticed.packs.others')}</p>
    </>
  );
}

/** Which pack looks at pictures. */
export function PicturePacks({ packs }: { packs: readonly PackCard[] }): ReactNode {
  const { t } = useUi().text;
  if (packs.length === 0) return <p>{t('noticed.pictures.later')}</p>;
  return (
    <ul className="wh-packs">
      {packs.map((pack) => (
        <li key={pack.id}>
          <Pack pack={pack} />
        </li>
      ))}
    </ul>
  );
}

/** As a line begins: some languages write the names of languages small. */
function atStart(name: string, locale: string): string {
  return name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1);
}

/** In no language: for pictures. */
const noLanguage = 'zxx';

function Pack({ pack }: { pack: PackCard }): ReactNode {
  const { text } = useUi();
  const { t } = text;
  const { id, version, size, kinds, licences } = pack;
  const megabytes = new Intl.NumberFormat(text.locale, { maximumFractionDigits: 1 }).format(size / 1_000_000);
  return (
    <>
      <p>
        {pack.language === noLanguage
          ? t('noticed.pack.pictures', { id, version, size: megabytes })
          : t('noticed.pack', {
              language: atStart(text.language(pack.language), text.locale),
              id,
              version,
              size: megabytes,
            })}
      </p>
      <p className="wh-hint">{kinds.map((kind) => t(`kind.${kind}`)).join(' · ')}</p>
      {licences.length === 0 ? null : (
        <details>
          <summary>{t('noticed.pack.licences')}</summary>
          <ul dir="ltr" lang="en">
            {licences.map(({ part, licence, attribution }) => (
              <li key={part}>
                {part}: {licence}, {attribution}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
