import {
  type PictureReportDraft,
  type Preview,
  preparePictureReport,
  type SentReport,
  WellhouseClientError,
} from '@wellhouse/client';
import { useRef, useState } from 'react';
import { useUi } from '../context.ts';
import type { PictureDialogProps } from './PictureDialog.tsx';
import { useYoung } from './young-context.ts';

export interface PictureReport {
  /** `kept`: safe on this device, and nobody has it yet; `sent`: the safety team's server said that it has it. */
  state: 'none' | 'sending' | 'kept' | 'sent' | 'failed';
  sent: SentReport | null;
  /** What would be sent, to be read before. Prepared only when somebody wants to read or send it. */
  previews: { without: Preview; withBlock: Preview } | null;
  look(): Promise<void>;
  /** Sends, or tries again; what was read before is what is sent, and tried again it is the same report. */
  send(blocked: boolean): Promise<void>;
}

/**
 * One report for as long as a dialog is open. Nothing is asked of any server before the person presses: otherwise the time
 * of the question would say that something was noticed.
 */
export function usePictureReport({ moment, reason, person, material }: PictureDialogProps): PictureReport {
  const { wellhouse, text } = useUi();
  const { band } = useYoung();
  const [state, setState] = useState<PictureReport['state']>('none');
  const [sent, setSent] = useState<SentReport | null>(null);
  const [previews, setPreviews] = useState<PictureReport['previews']>(null);
  const draft = useRef<Promise<PictureReportDraft> | null>(null);
  const isSending = useRef(false);

  async function begin(): Promise<PictureReportDraft> {
    if (person === null) throw new Error('expected a person to report');
    const { conversation, reported } = await material();
    const { locale } = text;
    const isNoticed = reason === 'noticed';
    return preparePictureReport(wellhouse, { band, moment, isNoticed, person, conversation, reported, locale });
  }
  function prepare(): Promise<PictureReportDraft> {
    draft.current ??= begin().catch((error: unknown) => {
      draft.current = null;
      throw error;
    });
    return draft.current;
  }

  return {
    state,
    sent,
    previews,
    async look() {
      try {
        const prepared = await prepare();
        setPreviews({ without: await prepared.preview(false), withBlock: await prepared.preview(true) });
      } catch {
        // the words above the bytes stay; what cannot be prepared cannot be sent either, and that is said then
      }
    },
    async send(blocked) {
      // a second tap can come before React has drawn the first one's effect
      if (isSending.current) return;
      isSending.current = true;
      setState('sending');
      try {
        const report = await wellhouse.send(await (await prepare()).preview(blocked));
        setSent(report);
        setState('kept');
        void report.delivered.then(() => setState('sent'));
      } catch (error) {
        // a message in it has disappeared meanwhile: the next try is made without it
        if (error instanceof WellhouseClientError && error.code === 'message-expired') {
          draft.current = null;
          setPreviews(null);
        }
        setState('failed');
      } finally {
        isSending.current = false;
      }
    },
  };
}
