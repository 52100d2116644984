import {
  type AgeBand,
  type ClassifyPicture,
  canBeTrusted,
  type FamilyChange,
  type FamilyLink,
  isMinor,
} from '@wellhouse/client';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useWellhouseUi } from '../context.ts';
import { PictureDialog, type PictureDialogProps } from './PictureDialog.tsx';
import { useYoungState, YoungContext, type YoungUi } from './young-context.ts';

export interface YoungProviderProps {
  /** How old the person on this device is, as the messenger knows it; null: not known (yet), and everything is covered. */
  band: AgeBand | null;
  /** Looks at a picture on this device; null: there is no model, and then nothing is taken for harmless. */
  classifyPicture: ClassifyPicture | null;
  /** Family links of this account. */
  links?: readonly FamilyLink[];
  /** Who can be chosen as the person to turn to: whom this person knows, not everybody there is. Shown in this order: do not put a guardian first for being one. */
  people: readonly string[];
  /** How the person on this device knows an account. */
  names: (accountId: string) => string;
  /** Opens a conversation with that person and puts these words where a message is written. Nothing may be sent by it. */
  onMessageTrusted: (accountId: string, words: string) => void;
  /**
   * Pictures may have to be looked at from now on: load what looks at them. Fetched when it is first needed, its fetch would say when a
   * picture came.
   */
  onCovers?: () => void;
  /** After somebody was blocked on this device. */
  onBlock?: (accountId: string) => void | Promise<void>;
  /** A family link ends with a block (and a question with that of who asked it, but not of who was asked), and with "This was not me". Rejects where that cannot be now. */
  onFamilyChange?: (linkId: string, change: FamilyChange) => Promise<void>;
  children: ReactNode;
}

interface Question {
  readonly id: number;
  readonly props: PictureDialogProps;
}

const noLinks: readonly FamilyLink[] = [];
const cannotChange = async (): Promise<void> => {
  throw new Error('expected onFamilyChange');
};

/**
 * Covers, questions and settings below it know whom they are for. Belongs inside a `WellhouseProvider`; until that has its
 * language and this its settings, every picture is covered.
 */
export function YoungProvider(props: YoungProviderProps): ReactNode {
  const { band, classifyPicture, links: given = noLinks, people, names, onMessageTrusted, onBlock, children } = props;
  const { onFamilyChange = cannotChange, onCovers } = props;
  const ui = useWellhouseUi();
  const current = ui?.wellhouse ?? null;
  const locale = ui?.text.locale;
  // what is open stays open while another language is loaded
  const [known, setKnown] = useState(current);
  if (current !== null && current !== known) setKnown(current);
  const wellhouse = current ?? known;
  const { settings, rule, trusted, blocked } = useYoungState(wellhouse, { band, links: given });
  const hasCovers = band !== null && rule !== null && rule.setting !== 'off';
  useEffect(() => {
    if (hasCovers) onCovers?.();
  }, [hasCovers, onCovers]);
  const [shown, replaceShown] = useState<ReadonlySet<string>>(new Set());
  const setShown = useCallback((id: string, isShown: boolean) => {
    replaceShown((current) => {
      const next = new Set(current);
      if (isShown) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  /** One after the other: none takes the place of one that stands open, and each gets its answer. */
  const [questions, setQuestions] = useState<readonly Question[]>([]);
  const asked = useRef(0);
  const ask = useCallback((props: PictureDialogProps) => {
    asked.current += 1;
    const question = { id: asked.current, props };
    setQuestions((current) => [...current, question]);
  }, []);
  useEffect(() => {
    // there before it is needed: what is asked for later would say when something was noticed
    if (locale !== undefined)
      wellhouse?.config({ locale, audience: isMinor(band) ? 'child' : 'adult' }).catch(() => {});
  }, [wellhouse, band, locale]);
  // told an end, whoever asks would know of the block: to them it is a question without an answer
  const links = useMemo(
    () => given.filter(({ state, young }) => state !== 'asked' || !blocked.has(young)),
    [given, blocked],
  );
  useEffect(() => {
    const ended = links.filter(({ guardian, young }) => blocked.has(guardian) || blocked.has(young));
    // offline now: tried again when links or blocks are read anew
    for (const { linkId } of ended) onFamilyChange(linkId, { type: 'block' }).catch(() => {});
  }, [links, blocked, onFamilyChange]);
  const self = wellhouse?.accountId ?? null;
  const value = useMemo<YoungUi>(
    () => ({
      self,
      ...{ band, classifyPicture, links, settings, rule, trusted, blocked, shown, setShown, ask, name: names },
      people: self === null ? [] : people.filter((person) => canBeTrusted(person, { self, blocked })),
      messageTrusted: onMessageTrusted,
      onBlock: async (accountId) => onBlock?.(accountId),
      onFamilyChange,
    }),
    [
      band,
      classifyPicture,
      links,
      settings,
      rule,
      trusted,
      blocked,
      shown,
      setShown,
      ask,
      names,
      people,
      self,
      onMessageTrusted,
      onBlock,
      onFamilyChange,
    ],
  );
  const [question] = questions;
  const close = ({ id }: Question): void => setQuestions((open) => open.filter((one) => one.id !== id));
  return (
    <YoungContext value={value}>
      {children}
      {question && current ? (
        <PictureDialog
          key={question.id}
          {...question.props}
          onSafe={() => {
            close(question);
            question.props.onSafe();
          }}
          onGoOn={() => {
            close(question);
            question.props.onGoOn();
          }}
        />
      ) : null}
    </YoungContext>
  );
}
