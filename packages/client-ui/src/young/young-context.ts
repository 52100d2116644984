import {
  type AgeBand,
  type ClassifyPicture,
  type CoverRule,
  coverRule,
  type FamilyChange,
  type FamilyLink,
  type StoredYoung,
  trustedNow,
  type Wellhouse,
} from '@wellhouse/client';
import { createContext, useContext, useEffect, useState } from 'react';
import type { PictureDialogProps } from './PictureDialog.tsx';

export interface YoungUi {
  /** The account of this device; null until it is known. */
  readonly self: string | null;
  /** Null: not known. Then every picture is covered. */
  readonly band: AgeBand | null;
  /** Null: this app has no model. */
  readonly classifyPicture: ClassifyPicture | null;
  readonly links: readonly FamilyLink[];
  /** Null until they were read. */
  readonly settings: StoredYoung | null;
  /** Null until the settings were read: then every picture is covered. */
  readonly rule: CoverRule | null;
  /** Who was chosen, and is not blocked. */
  readonly trusted: string | null;
  readonly blocked: ReadonlySet<string>;
  /** Who can be chosen. */
  readonly people: readonly string[];
  /** Pictures that the person asked to see, until the app is closed. */
  readonly shown: ReadonlySet<string>;
  setShown(id: string, isShown: boolean): void;
  /** Opens the question about a picture over the page, after those that stand open; it stays when what it was opened from is gone, as after a block. */
  ask(question: PictureDialogProps): void;
  name(accountId: string): string;
  messageTrusted(accountId: string, words: string): void;
  onBlock(accountId: string): Promise<void>;
  onFamilyChange(linkId: string, change: FamilyChange): Promise<void>;
}

export const YoungContext = createContext<YoungUi | null>(null);

export function useYoung(): YoungUi {
  const young = useContext(YoungContext);
  if (young === null) throw new Error('expected a <YoungProvider> around this component');
  return young;
}

const ageUnknown: CoverRule = { setting: 'every', choices: ['every'], because: 'age' };

/** What a person chose and whom they blocked, kept up to date. */
export function useYoungState(
  wellhouse: Wellhouse | null,
  { band, links }: { band: AgeBand | null; links: readonly FamilyLink[] },
): Pick<YoungUi, 'settings' | 'rule' | 'trusted' | 'blocked'> {
  const [settings, setSettings] = useState<StoredYoung | null>(null);
  const [blocked, setBlocked] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (wellhouse === null) return;
    let isCurrent = true;
    const look = async (): Promise<void> => {
      const [chosen, blocks] = await Promise.all([wellhouse.young.settings(), wellhouse.blocked()]);
      if (!isCurrent) return;
      setSettings(chosen);
      setBlocked(new Set(blocks.map(({ accountId }) => accountId)));
    };
    void look();
    const unsubscribe = wellhouse.subscribe(({ type }) => {
      if (type === 'young' || type === 'blocked') void look();
    });
    return () => {
      isCurrent = false;
      unsubscribe();
    };
  }, [wellhouse]);
  // nobody who was blocked sets anything, even before the app has ended their link
  const counting = links.filter(({ guardian }) => !blocked.has(guardian));
  const rule = settings && (band === null ? ageUnknown : coverRule({ band, own: settings.covers, links: counting }));
  const self = wellhouse?.accountId ?? '';
  return { settings, rule, blocked, trusted: trustedNow(settings?.trusted ?? null, { self, blocked }) };
}
