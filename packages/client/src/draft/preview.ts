import { type ReportConfig, ReportPayload } from '@wellhouse/protocol';
import { WellhouseClientError } from '../client-error.ts';
import type { ClientContext } from '../context.ts';
import type { LoadCiphertext, LoadedCiphertext } from './draft-ciphertexts.ts';
import type { DraftEntry, DraftState } from './draft-state.ts';
import type { PreviewView } from './preview-view.ts';
import { readPreview } from './read-preview.ts';
import { canBeSealed, evidenceOf, layOut } from './report-size.ts';

/**
 * What a report would send, and how it looks: the view is read back from the bytes, and `send` seals these bytes.
 * Later changes of the draft do not reach it.
 */
export interface Preview {
  readonly reportId: string;
  readonly view: PreviewView;
  /** A copy of the exact bytes. */
  readonly payload: Uint8Array;
  /**
   * Attachments, by entry of the draft, whose descriptions are in the report while their files and keys are not, because it holds no
   * more: to be said wherever the preview is shown. Files of the version that is reported come first, then those of other
   * versions, then those of the context.
   */
  readonly filesWithoutRoom: readonly { entry: number; part: number }[];
}

/** What belongs to a preview and only `send` needs. */
export interface PreparedReport {
  readonly payload: Uint8Array;
  readonly view: PreviewView;
  readonly ciphertexts: readonly LoadedCiphertext[];
  readonly config: ReportConfig;
  /** Hub time from which it may not be sent any more, because a message in it is gone by then; null: none disappears. */
  readonly sendBefore: number | null;
}

const prepared = new WeakMap<Preview, PreparedReport>();

/** The bytes behind a preview; throws `preview-unknown` for an object that was not made here. */
export function preparedReport(preview: Preview): PreparedReport {
  const report = prepared.get(preview);
  if (!report) throw new WellhouseClientError('preview-unknown', 'expected a preview that a draft made');
  return report;
}

export interface PreviewSurroundings {
  readonly context: ClientContext;
  readonly config: ReportConfig;
  readonly load: LoadCiphertext;
}

export async function makePreview(state: DraftState, surroundings: PreviewSurroundings): Promise<Preview> {
  const { context, config, load } = surroundings;
  if (state.category === null) throw new WellhouseClientError('category-missing', 'choose a category first');
  const versions = state.entries.filter((entry) => entry.role === 'reported');
  if (versions.length > 0 && !versions.some((entry) => entry.included)) {
    if (versions.some((entry) => !entry.gone)) {
      throw new WellhouseClientError('version-missing', 'what was chosen has disappeared: put another version in');
    }
    throw new WellhouseClientError('message-expired', 'the message has disappeared and cannot be reported any more');
  }
  const included = state.entries.filter((entry) => entry.included);
  const { announced, filesWithoutRoom } = await attachmentsOf(
    { included, reported: state.reported },
    load,
    config.limits.attachments,
  );
  const statement = state.statement.trim().slice(0, config.limits.statementCharacters);
  const report: ReportPayload = ReportPayload.parse({
    v: 1,
    reportId: state.reportId,
    hubId: context.hubId,
    createdAt: new Date(context.clock()).toISOString(),
    subject: state.subject,
    category: state.category,
    taxonomyVersion: config.taxonomyVersion,
    answers: { danger: state.danger, about: state.about },
    statement: statement === '' ? null : statement,
    audience: config.audience,
    locale: config.locale,
    country: state.country,
    evidence: included.map((entry, item) =>
      evidenceOf(
        entry,
        announced.filter((file) => file.item === item).map(({ part }) => part),
      ),
    ),
    attachments: announced.map(({ item, part, ciphertext }) => ({
      item,
      part,
      ciphertextSha256: ciphertext.sha256,
      size: ciphertext.bytes.length,
    })),
    blocked: state.blocked,
    wantsNotices: state.wantsNotices,
  } satisfies Record<keyof ReportPayload, unknown>);
  const payload = new TextEncoder().encode(layOut(report));
  if (!canBeSealed(payload.length)) {
    throw new WellhouseClientError('report-too-large', `take some messages out: ${payload.length} bytes are too many`);
  }
  const view = readPreview(payload);
  const preview: Preview = Object.freeze({
    ...{ reportId: report.reportId, view, filesWithoutRoom },
    get payload() {
      return payload.slice();
    },
  });
  const ciphertexts = announced.map(({ ciphertext }) => ciphertext);
  prepared.set(preview, { payload, view, config, ciphertexts, sendBefore: earliest(included) });
  return preview;
}

function earliest(entries: readonly DraftEntry[]): number | null {
  const times = entries.flatMap(({ finishUntil }) => finishUntil ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** The files that go along: of the version that is reported first, and no more than there is room for. */
async function attachmentsOf(
  { included, reported }: { included: readonly DraftEntry[]; reported: number | null },
  load: LoadCiphertext,
  maximum: number,
) {
  const wanted = included.flatMap((entry, item) =>
    entry.parts
      .filter((part) => part.included && part.content.type === 'attachment')
      .map((part) => ({ item, entry, part: part.index })),
  );
  const rank = ({ entry }: { entry: DraftEntry }): number =>
    entry.index === reported ? 0 : entry.role === 'reported' ? 1 : 2;
  let rest = wanted.toSorted((a, b) => rank(a) - rank(b));
  const announced: { item: number; part: number; ciphertext: LoadedCiphertext }[] = [];
  // more are not loaded than can be sent
  while (rest.length > 0 && announced.length < maximum) {
    const batch = rest.slice(0, maximum - announced.length);
    rest = rest.slice(batch.length);
    const loaded = await Promise.all(
      batch.map(async ({ item, entry, part }) => {
        const ciphertext = await load(entry, part);
        return ciphertext ? [{ item, part, ciphertext }] : [];
      }),
    );
    announced.push(...loaded.flat());
  }
  announced.sort((a, b) => a.item - b.item || a.part - b.part);
  return { announced, filesWithoutRoom: rest.map(({ entry, part }) => ({ entry: entry.index, part })) };
}
