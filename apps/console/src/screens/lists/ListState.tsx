import type { List } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';

const tones = { shadow: 'info', active: 'good', withdrawn: 'off' } as const;

/** A list's state, and in plain words what that state does. */
export function ListState({ list, meaning = false }: { list: Pick<List, 'state' | 'kind'>; meaning?: boolean }) {
  const { t } = useI18n();
  const { state, kind } = list;
  return (
    <span className="list-state">
      <span className="badge" data-tone={tones[state]}>
        {t(`lists.state.${state}`)}
      </span>
      {meaning && (
        <span className="muted list-small">
          {t(state === 'active' ? `lists.state.active.${kind}` : `lists.state.${state}.meaning`)}
        </span>
      )}
    </span>
  );
}
