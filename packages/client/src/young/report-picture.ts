import { WellhouseClientError } from '../client-error.ts';
import type { ReportableMessage } from '../draft/draft-state.ts';
import type { Preview } from '../draft/preview.ts';
import type { Wellhouse } from '../wellhouse.ts';
import { type AgeBand, isMinor } from './ages.ts';

export interface PictureReportInput {
  /** Null: not known. */
  band: AgeBand | null;
  /** `view`: they sent a picture; `send`: they want one. */
  moment: 'view' | 'send';
  /** This device took the picture for naked or sexual. Else nothing is said of what it shows. */
  isNoticed: boolean;
  /** The account that it is about. */
  person: string;
  conversation: readonly ReportableMessage[];
  /** Position of the message with the picture; -1 before sending. */
  reported: number;
  locale?: string;
}

/** One report, with and without the word that the person was blocked. */
export interface PictureReportDraft {
  /** The same object each time, so that what was read is what is sent, and twice sent is one report. */
  preview(blocked: boolean): Promise<Preview>;
}

const contextOfAsking = 5;

/**
 * A report that is ready to go, of which nothing has left the device: who, when, the words before it, and the description that
 * the sender committed to, with the digests of the file. Neither the picture nor what opens it goes along (ADR 0125), and nobody
 * has to find words for it.
 *
 * @throws {WellhouseClientError} `config-unavailable` on a device that was never online; `message-expired`, `not-found`
 */
export async function preparePictureReport(
  wellhouse: Wellhouse,
  input: PictureReportInput,
): Promise<PictureReportDraft> {
  const { band, person, conversation, reported, locale } = input;
  const audience = isMinor(band) ? 'child' : 'adult';
  // without its ciphertext a file cannot go along, nor its key
  const messages = conversation.map(({ ciphertexts: _, ...message }) => message);
  const about = reported < 0 ? { subject: { kind: 'account' as const, accountId: person } } : { reported };
  const draft = await wellhouse.draft({ messages, audience, ...about, ...(locale !== undefined && { locale }) });
  if (reported < 0) {
    for (const entry of draft.state.entries.slice(-contextOfAsking)) {
      try {
        draft.setIncluded(entry.index, true);
      } catch (error) {
        if (!(error instanceof WellhouseClientError)) throw error;
        // what is gone, or does not fit, stays out
      }
    }
  }
  draft.set({ category: categoryOf(input), about: 'me' });
  const made = new Map<boolean, Preview>();
  let last: Promise<unknown> = Promise.resolve();
  async function make(blocked: boolean): Promise<Preview> {
    const known = made.get(blocked);
    if (known) return known;
    draft.set({ blocked });
    const preview = await draft.preview();
    made.set(blocked, preview);
    return preview;
  }
  return {
    preview(blocked) {
      // one after the other: both are made of the same draft
      const next = last.then(() => make(blocked));
      last = next.catch(() => {});
      return next;
    },
  };
}

function categoryOf({ band, moment, isNoticed }: PictureReportInput): string {
  if (!isMinor(band)) return moment === 'view' && isNoticed ? 'adult.cyberflash' : 'other';
  if (!isNoticed) return 'child.other';
  return moment === 'view' ? 'child.obscene_to_minor' : 'child.csam_solicitation';
}
