import { evidenceFromJson, readEvidence, sequenceGap, toBase64Url } from '@wellhouse/franking';
import { type FrankedItem, ReportPayload } from '@wellhouse/protocol';
import type { PreviewEntry, PreviewPart, PreviewView } from './preview-view.ts';

type PreviewMessage = Extract<PreviewEntry, { type: 'message' }>;

/**
 * Reads a report back from its bytes; this, and nothing that the draft remembers, is what the preview shows.
 * Throws if the bytes are not a report.
 */
export function readPreview(bytes: Uint8Array): PreviewView {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const payload = ReportPayload.parse(JSON.parse(text));
  const messages = payload.evidence.flatMap((evidence, item) =>
    evidence.scheme === 'wh-frank-1' ? [readItem(evidence, item, payload)] : [],
  );
  return { payload, text, entries: withGaps(messages), people: [...new Set(messages.map(({ sender }) => sender))] };
}

function readItem(evidence: FrankedItem, item: number, { attachments }: ReportPayload): PreviewMessage {
  const { stamp, header, parts, hidden } = readEvidence(evidenceFromJson(evidence));
  const shown: PreviewPart[] = parts.map(({ index, part }) => {
    const upload = attachments.find((attachment) => attachment.item === item && attachment.part === index);
    return { index, content: part, upload: upload ? { sha256: upload.ciphertextSha256, size: upload.size } : null };
  });
  const kept: PreviewPart[] = hidden.map((index) => ({ index, content: null }));
  return {
    type: 'message',
    item,
    role: evidence.role,
    sender: stamp.context.sender,
    groupId: toBase64Url(stamp.context.groupId),
    sequence: stamp.context.sequence,
    acceptedAt: stamp.context.acceptedAt,
    header,
    parts: [...shown, ...kept].sort((a, b) => a.index - b.index),
  };
}

/** Puts a numbered gap wherever the hub's numbering says that messages in between are not disclosed. */
function withGaps(messages: readonly PreviewMessage[]): PreviewEntry[] {
  return messages.flatMap((message, position): PreviewEntry[] => {
    const before = messages[position - 1];
    const gap = before?.groupId === message.groupId ? sequenceGap(before.sequence, message.sequence) : null;
    return gap ? [{ type: 'gap', groupId: message.groupId, ...gap }, message] : [message];
  });
}
