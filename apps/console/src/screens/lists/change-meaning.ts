import type { ListChange, ListKind } from '@wellhouse/protocol';
import type { MessageKey } from '../../i18n/messages.ts';

/** What a change does once it takes effect. */
export function changeMeaning(change: ListChange['kind'], list: ListKind): MessageKey {
  return change === 'activate' ? `lists.change.activate.${list}` : `lists.change.${change}.meaning`;
}
