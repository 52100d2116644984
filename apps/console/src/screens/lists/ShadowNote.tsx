import type { List } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Note } from '../../ui/ProblemNote.tsx';
import { whyNotActivate } from './list-rules.ts';

/** What a list in shadow would have done, so that two people know what they switch on. */
export function ShadowNote({ list }: { list: List }) {
  const { t } = useI18n();
  if (list.state !== 'shadow') return null;
  const count = list.matches.counted ?? 0;
  // In shadow it is not counted who vouches for the entries.
  const strict = list.kind === 'known' && list.settings.minimumSources > 1;
  const obstacle = whyNotActivate(list);
  return (
    <Note tone="info">
      <p className="note-title shadow-count">
        {t(strict ? 'lists.shadow.known.most' : `lists.shadow.${list.kind}`, { count })}
      </p>
      <p>{t('lists.shadow.text')}</p>
      {obstacle !== null && obstacle !== 'waiting' && (
        <p>
          <strong>{t(`lists.whyNotActivate.${obstacle}`)}</strong>
        </p>
      )}
    </Note>
  );
}
