import type { Target } from '../../../../scripts/fuzz/engine.ts';
import { Random } from '../../../../scripts/fuzz/random.ts';
import {
  checkReceived,
  decodeStamp,
  evidenceFromJson,
  evidenceToJson,
  FrankingError,
  openContent,
  readTag,
  verifyEvidence,
} from '../../src/index.ts';
import { hex } from '../support/hex.ts';
import { hubId, hubKey } from '../support/scene.ts';
import { authenticatedDataTarget, contentTarget, stampTarget } from './decoder-targets.ts';
import { evidenceJsonTarget, receiverTarget, verdictTarget } from './evidence-targets.ts';

/**
 * Damaged inputs with this package's verdict on each, in the format of docs/spec/vectors/franking-f1.json: `negative` with the
 * code, `accepted` without one. A second implementation has to agree with every one of them.
 */
export function secondOpinion(seed: number, each: number): { negative: object[]; accepted: object[] } {
  const negative: object[] = [];
  const accepted: object[] = [];
  const random = new Random(seed);
  const ask = <I>(
    target: Target<I>,
    operation: string,
    decide: (input: I) => string | null,
    show: (input: I) => object,
  ) => {
    for (let left = each; left > 0; left--) {
      const input = target.mutate(random, random.pick(target.seeds), random.pick(target.seeds));
      const code = decide(input);
      if (code === null) continue;
      const vector = { name: `${target.name} ${left}`, operation, ...show(input) };
      if (code === 'accepted') accepted.push(vector);
      else negative.push({ ...vector, code });
    }
  };

  ask(contentTarget, 'openContent', outcome(openContent), (bytes) => ({ content: hex(bytes) }));
  ask(authenticatedDataTarget, 'readTag', outcome(readTag), (bytes) => ({ authenticatedData: hex(bytes) }));
  ask(stampTarget, 'decodeStamp', outcome(decodeStamp), (bytes) => ({ stamp: hex(bytes) }));
  ask(evidenceJsonTarget, 'evidenceFromJson', outcome(evidenceFromJson), (item) => ({ item }));
  ask(
    verdictTarget,
    'verifyEvidence',
    (evidence) => verdict(verifyEvidence(evidence, { keys: [hubKey], hubId })),
    (evidence) => ({ item: evidenceToJson(evidence), hubId }),
  );
  // a group that the receiver itself could not be in: nothing that a stranger can cause
  const inSomeGroup = ({ groupId }: { groupId: Uint8Array }) => groupId.length > 0 && groupId.length < 256;
  ask(
    receiverTarget,
    'checkReceived',
    (input) => (inSomeGroup(input) ? verdict(checkReceived(input)) : null),
    (input) => ({
      received: {
        content: hex(input.content),
        authenticatedData: hex(input.authenticatedData),
        message: hex(input.message),
        stamp: hex(input.stamp),
        hubId: input.hubId,
        sender: input.sender,
        groupId: hex(input.groupId),
        epoch: String(input.epoch),
        last: input.last && { ...input.last, sequence: String(input.last.sequence) },
        now: input.now,
      },
    }),
  );
  return { negative, accepted };
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
