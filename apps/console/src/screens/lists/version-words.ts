import { ListSettings, type ListVersion as ListVersionSchema } from '@wellhouse/protocol';
import { z } from 'zod';
import type { Phrase } from '../../words/phrase.ts';
import { changedFields, type SettingsField } from './settings-fields.ts';

type ListVersion = z.output<typeof ListVersionSchema>;

const Counts = z.object({ added: z.int(), changed: z.int(), withdrawn: z.int() });
const Added = z.object({ added: z.int() });
const Withdrawn = z.object({ withdrawn: z.int() });
const Entry = z.object({ entryId: z.string() });
const WithSettings = z.object({ settings: ListSettings });

/** What a version did, in words; null where its name says it all or its details are of a form not known here. */
export function versionPhrase({ kind, details }: Pick<ListVersion, 'kind' | 'details'>): Phrase | null {
  const counts = Counts.safeParse(details).data;
  if (counts !== undefined) return { key: 'lists.version.counts', values: counts };
  if (kind === 'entry-added') return phraseOf('lists.version.added', Added.safeParse(details).data);
  if (kind === 'withdrawn') return phraseOf('lists.version.gone', Withdrawn.safeParse(details).data);
  return phraseOf('lists.version.entry', Entry.safeParse(details).data);
}

function phraseOf(key: Phrase['key'], values: Record<string, string | number> | undefined): Phrase | null {
  return values === undefined ? null : { key, values };
}

/**
 * The settings that a version changed, by what the last version before it said of them. Empty for any other version and
 * where the earlier ones are not at hand.
 * @param versions the newest first
 */
export function fieldsChangedBy(versions: readonly ListVersion[], index: number): SettingsField[] {
  const settingsAt = (at: number) => WithSettings.safeParse(versions[at]?.details).data?.settings;
  const now = versions[index]?.kind === 'settings' ? settingsAt(index) : undefined;
  if (now === undefined) return [];
  for (let at = index + 1; at < versions.length; at++) {
    const before = settingsAt(at);
    if (before !== undefined) return changedFields(before, now);
  }
  return [];
}
