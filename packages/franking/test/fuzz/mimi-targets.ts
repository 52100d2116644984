import type { Target } from '../../../../scripts/fuzz/engine.ts';
import { mutateBytes } from '../../../../scripts/fuzz/mutate-bytes.ts';
import { decodeCbor } from '../../src/mimi/cbor-decode.ts';
import { decodeServerFrankingContext, encodeServerFrankingContext } from '../../src/mimi/franking-integrity.ts';
import {
  decodeAbuseReport,
  decodeFrank,
  decodeFrankingAgent,
  decodeMimiContent,
  decodeSubmitMessageResponse,
  encodeAbuseReport,
  encodeFrank,
  encodeFrankingAgent,
  encodeMimiContent,
  encodeSubmitMessageResponse,
  openApplicationData,
  unframeContent,
  verifyAbuseReport,
} from '../../src/mimi/index.ts';
import { draftExamples } from '../mimi/support/draft-examples.ts';
import {
  acceptedTimestamp,
  frankingAgent,
  hubKey,
  makeReport,
  makeScene,
  otherRoomUri,
  roomUri,
  senderUri,
} from '../mimi/support/scene.ts';
import { negativeContents } from '../mimi/vectors/negative-contents.ts';
import { hex } from '../support/hex.ts';
import { byteTarget, checkDetail, expectSameBytes } from './behaviour.ts';
import { checkCanonicalCbor } from './canonical-cbor.ts';

const scene = makeScene('hello');
const framed = makeScene('hello', { framed: true });
const contents = [
  ...draftExamples.map(({ content }) => encodeMimiContent(content)),
  ...negativeContents.map(({ content }) => content).filter(({ length }) => length <= 4_096),
];

export const mimiContentTarget = byteTarget({
  name: 'mimi-content',
  seeds: contents,
  read: (bytes) => {
    const content = decodeMimiContent(bytes);
    const { floats } = checkCanonicalCbor(bytes);
    // JavaScript reads the float 2.0 in an extension as the integer 2 (docs/spec/franking-f0.md §4); nowhere else may one stand
    if (floats === 0 || content.otherExtensions.size === 0) expectSameBytes(bytes, encodeMimiContent(content));
    return `${content.body.type} ${content.otherExtensions.size > 0}`;
  },
});

/** The strict CBOR reader alone, below the shape of a content. */
export const cborTarget = byteTarget({
  name: 'cbor',
  seeds: contents,
  read: (bytes) => {
    const value = decodeCbor(bytes);
    checkCanonicalCbor(bytes);
    return typeof value;
  },
});

export const framingTarget = byteTarget({
  name: 'application-framing',
  seeds: [framed.applicationData, scene.applicationData],
  read: (bytes) => {
    const content = unframeContent(bytes);
    // what stands in front of the content has one form: it ends with the content's own length
    expectSameBytes(bytes.slice(bytes.length - content.length), content);
    return String(content.length > 0);
  },
});

export const applicationDataTarget = byteTarget({
  name: 'application-data',
  seeds: [scene.applicationData, ...contents],
  read: (bytes) => openApplicationData(bytes).content.body.type,
});

export const frankTarget = byteTarget({
  name: 'mimi-frank',
  seeds: [encodeFrank(scene.frank)],
  read: (bytes) => {
    const frank = decodeFrank(bytes);
    expectSameBytes(bytes, encodeFrank(frank));
    return String(frank.suite === 1);
  },
});

export const frankingAgentTarget = byteTarget({
  name: 'mimi-agent',
  seeds: [
    frankingAgent,
    encodeFrankingAgent({
      signatureKey: hubKey.publicKey,
      credential: { type: 'x509', certificates: [Uint8Array.of(1, 2, 3), Uint8Array.of(4)] },
    }),
  ],
  read: (bytes) => {
    const agent = decodeFrankingAgent(bytes);
    expectSameBytes(bytes, encodeFrankingAgent(agent));
    return agent.credential.type;
  },
});

export const frankingContextTarget = byteTarget({
  name: 'mimi-context',
  seeds: [encodeServerFrankingContext({ senderUri, roomUri, acceptedTimestamp })],
  read: (bytes) => {
    expectSameBytes(bytes, encodeServerFrankingContext(decodeServerFrankingContext(bytes)));
    return 'context';
  },
});

export const submitResponseTarget = byteTarget({
  name: 'mimi-response',
  seeds: [
    encodeSubmitMessageResponse({ status: 'accepted', acceptedTimestamp, frank: scene.frank }),
    encodeSubmitMessageResponse({ status: 'accepted', acceptedTimestamp, frank: null }),
    encodeSubmitMessageResponse({ status: 'notAllowed' }),
    encodeSubmitMessageResponse({ status: 'epochTooOld', currentEpoch: 7n }),
  ],
  read: (bytes) => {
    const response = decodeSubmitMessageResponse(bytes);
    expectSameBytes(bytes, encodeSubmitMessageResponse(response));
    return response.status;
  },
});

const again = makeScene('again');
const franked = [scene, again].map(({ frankingTag }) => hex(frankingTag));
const reports = [
  makeReport([scene, again], { abuseExtensions: [{ componentId: 9, data: Uint8Array.of(1) }] }),
  makeReport([makeScene('elsewhere', { content: { roomUri: otherRoomUri } })], { reportingUser: '' }),
  makeReport([]),
];

export const abuseReportTarget = byteTarget({
  name: 'mimi-report',
  seeds: reports,
  read: (bytes) => {
    const report = decodeAbuseReport(bytes);
    expectSameBytes(bytes, encodeAbuseReport(report));
    return `${Math.min(report.messages.length, 3)} ${report.abuseExtensions.length > 0}`;
  },
});

/** The hub's verdict on a changed report: it never throws, and accepts no message that was not franked. */
export const abuseVerdictTarget: Target<Uint8Array> = {
  name: 'mimi-verdict',
  seeds: reports,
  mutate: mutateBytes,
  show: hex,
  run: (bytes) => {
    const verdict = verifyAbuseReport(bytes, { roomUri, keys: [hubKey] });
    for (const refused of verdict.ok ? verdict.messages : [verdict]) if (!refused.ok) checkDetail(refused.detail);
    if (!verdict.ok) return `refused ${verdict.detail.split(':')[0]}`;
    for (const message of verdict.messages) {
      if (!message.ok) continue;
      if (!franked.includes(hex(message.opened.frankingTag))) throw new Error('verified a message that nobody franked');
    }
    return `accepted ${verdict.messages
      .slice(0, 3)
      .map((message) => (message.ok ? 'ok' : message.code))
      .join(' ')}`;
  },
};
