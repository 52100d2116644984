import type { Target } from '../../../../scripts/fuzz/engine.ts';
import { Random } from '../../../../scripts/fuzz/random.ts';
import {
  type CheckReceivedInput,
  checkReceived,
  decodeStamp,
  evidenceFromJson,
  evidenceToJson,
  type FrankedEvidence,
  FrankingError,
  openContent,
  readTag,
  verifyEvidence,
} from '../../src/index.ts';
import {
  decodeAbuseReport,
  decodeFrank,
  decodeFrankingAgent,
  decodeMimiContent,
  decodeSubmitMessageResponse,
  verifyAbuseReport,
} from '../../src/mimi/index.ts';
import { decodeWholePart } from '../../src/part.ts';
import { hubKey as mimiHubKey, roomUri } from '../mimi/support/scene.ts';
import { hex } from '../support/hex.ts';
import { hubId, hubKey } from '../support/scene.ts';
import { authenticatedDataTarget, contentTarget, partTarget, stampTarget } from './decoder-targets.ts';
import { evidenceJsonTarget, receiverTarget, verdictTarget } from './evidence-targets.ts';
import {
  abuseReportTarget,
  abuseVerdictTarget,
  frankingAgentTarget,
  frankTarget,
  mimiContentTarget,
  submitResponseTarget,
} from './mimi-targets.ts';

/**
 * Damaged inputs with this package's verdict on each, in the format of the files in docs/spec/vectors: `negative` with the code,
 * `accepted` without one. A second implementation has to agree with every one of them.
 */
export interface SecondOpinion {
  negative: object[];
  accepted: object[];
}

type Ask = <I>(
  target: Target<I>,
  operation: string,
  /** Code, `accepted`, or null for an input that is none of a stranger's doing. */
  decide: (input: I) => string | null,
  show: (input: I) => object,
) => void;

/** For franking-f1.json; `each` inputs an operation. */
export function secondOpinionF1(seed: number, each: number): SecondOpinion {
  return collect(seed, each, (ask) => {
    ask(contentTarget, 'openContent', outcome(openContent), (bytes) => ({ content: hex(bytes) }));
    ask(authenticatedDataTarget, 'readTag', outcome(readTag), (bytes) => ({ authenticatedData: hex(bytes) }));
    ask(stampTarget, 'decodeStamp', outcome(decodeStamp), (bytes) => ({ stamp: hex(bytes) }));
    ask(evidenceJsonTarget, 'evidenceFromJson', outcome(evidenceFromJson), (item) => ({ item }));
    const judge = (evidence: FrankedEvidence) => verdict(verifyEvidence(evidence, { keys: [hubKey], hubId }));
    ask(verdictTarget, 'verifyEvidence', judge, (evidence) => ({ item: evidenceToJson(evidence), hubId }));
    // not a group that the receiver itself could not be in
    const inSomeGroup = ({ groupId }: CheckReceivedInput) => groupId.length > 0 && groupId.length < 256;
    const check = (input: CheckReceivedInput) => (inSomeGroup(input) ? verdict(checkReceived(input)) : null);
    ask(receiverTarget, 'checkReceived', check, (input) => ({ received: receivedToJson(input) }));
  });
}

/** For franking-f0.json. */
export function secondOpinionF0(seed: number, each: number): SecondOpinion {
  return collect(seed, each, (ask) => {
    ask(mimiContentTarget, 'decodeMimiContent', outcome(decodeMimiContent), (bytes) => ({ content: hex(bytes) }));
    ask(frankTarget, 'decodeFrank', outcome(decodeFrank), (bytes) => ({ frank: hex(bytes) }));
    ask(frankingAgentTarget, 'decodeFrankingAgent', outcome(decodeFrankingAgent), (bytes) => ({
      frankingAgent: hex(bytes),
    }));
    ask(submitResponseTarget, 'decodeSubmitMessageResponse', outcome(decodeSubmitMessageResponse), (bytes) => ({
      submitMessageResponse: hex(bytes),
    }));
    ask(abuseReportTarget, 'decodeAbuseReport', outcome(decodeAbuseReport), (bytes) => ({ abuseReport: hex(bytes) }));
    const judge = (bytes: Uint8Array) => {
      const result = verifyAbuseReport(bytes, { roomUri, keys: [mimiHubKey] });
      return result.ok ? (result.messages.map(verdict).find((code) => code !== 'accepted') ?? 'accepted') : result.code;
    };
    ask(abuseVerdictTarget, 'verifyAbuseReport', judge, (bytes) => ({ abuseReport: hex(bytes), roomUri }));
  });
}

/** For attachments.json. */
export function secondOpinionAttachments(seed: number, each: number): SecondOpinion {
  return collect(seed, each, (ask) => {
    ask(partTarget, 'decodePart', outcome(decodeWholePart), (bytes) => ({ part: hex(bytes) }));
  });
}

function collect(seed: number, each: number, askAll: (ask: Ask) => void): SecondOpinion {
  const opinion: SecondOpinion = { negative: [], accepted: [] };
  const random = new Random(seed);
  askAll((target, operation, decide, show) => {
    for (let left = each; left > 0; left--) {
      const input = target.mutate(random, random.pick(target.seeds), random.pick(target.seeds));
      const code = decide(input);
      const vector = { name: `${target.name} ${left}`, operation, ...show(input) };
      if (code === 'accepted') opinion.accepted.push(vector);
      else if (code !== null) opinion.negative.push({ ...vector, code });
    }
  });
  return opinion;
}

function receivedToJson(input: CheckReceivedInput): object {
  const { hubId: hub, sender, now, last } = input;
  return {
    ...{ hubId: hub, sender, now, epoch: String(input.epoch) },
    content: hex(input.content),
    authenticatedData: hex(input.authenticatedData),
    message: hex(input.message),
    stamp: hex(input.stamp),
    groupId: hex(input.groupId),
    last: last && { ...last, sequence: String(last.sequence) },
  };
}

function outcome<I>(decode: (input: I) => unknown): (input: I) => string {
  return (input) => {
    try {
      decode(input);
      return 'accepted';
    } catch (error) {
      if (error instanceof FrankingError) return error.code;
      throw error;
    }
  };
}

function verdict(result: { ok: true } | { ok: false; code: string }): string {
  return result.ok ? 'accepted' : result.code;
}
