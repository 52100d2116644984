import {
  type AbuseReport,
  type CheckReceivedMimiInput,
  decodeAbuseReport,
  encodeAbuseReport,
  encodeFrank,
  encodeFrankAad,
  encodeFrankingAgent,
  encodeMimiContent,
  encodeSubmitMessageResponse,
} from '../../../src/mimi/index.ts';
import { hex } from '../../support/hex.ts';
import { ascii, bytes, flip, join, rawAuthenticatedData, rawItem, vector, zeros } from '../../support/raw.ts';
import {
  acceptedTimestamp,
  asReceived,
  frankingAgent,
  hubKey,
  makeContent,
  makeReport,
  makeScene,
  otherRoomUri,
  otherSenderUri,
  roomUri,
} from '../support/scene.ts';
import { negativeContents } from './negative-contents.ts';
import type { NegativeMimiVector, ReceivedMimiVector } from './vector-format.ts';

const honest = makeScene('hello');
const other = makeScene('other words');
const frank = encodeFrank(honest.frank);
const report = makeReport([honest]);
const item = rawItem(0x0020, honest.frankingTag);

export function negativeVectors(): NegativeMimiVector[] {
  return [...salts(), ...contents(), ...structures(), ...hub(), ...received(), ...judged()];
}

function salts(): NegativeMimiVector[] {
  const salt = makeContent('hello').salt;
  const applicationData = hex(honest.applicationData);
  const reason = 'HMAC pads keys with zeros: salts of several lengths would share a tag';
  return [
    ['salt of 17 bytes, a zero behind the true one', join(salt, zeros(1))] as const,
    ['salt of 15 bytes', salt.subarray(1)] as const,
  ].map(([name, wrong]) => ({
    ...{ name, reason, code: 'invalid-argument', operation: 'computeFrankingTag' as const },
    ...{ salt: hex(wrong), applicationData },
  }));
}

/** Those of 10,000 bytes and more are left to the test that makes them: they would be most of the file. */
function contents(): NegativeMimiVector[] {
  return negativeContents
    .filter(({ content }) => content.length < 10_000)
    .map(({ content, ...rest }) => ({ ...rest, operation: 'decodeMimiContent', content: hex(content) }));
}

function structures(): NegativeMimiVector[] {
  const response = encodeSubmitMessageResponse({ status: 'accepted', acceptedTimestamp, frank: honest.frank });
  const signatureLength = join(frank.subarray(0, 34), bytes(0x80, 0, 0, 64), frank.subarray(36));
  const empty = makeReport([]).subarray(0, -1);
  const entries = (...ids: number[]) => join(empty, vector(join(...ids.map((id) => rawItem(id, bytes(1))))));
  const beforeNote = join(vector(ascii('u')), vector(ascii('a')));

  const aad: [string, string, string, Uint8Array][] = [
    ['no items', 'a tag is there', 'tag-missing', rawAuthenticatedData()],
    ['the tag of profile F1', 'component 0x0020', 'tag-missing', rawAuthenticatedData(rawItem(0x8f1a, zeros(32)))],
    ['two tags', 'exactly one', 'tag-duplicate', rawAuthenticatedData(item, item)],
    [
      'items out of order',
      'sorted by component',
      'authenticated-data-malformed',
      rawAuthenticatedData(item, rawItem(1, bytes())),
    ],
    ['a tag of 31 bytes', '32 bytes', 'authenticated-data-malformed', rawAuthenticatedData(rawItem(0x0020, zeros(31)))],
    ['a byte more', 'nothing left over', 'authenticated-data-malformed', join(honest.authenticatedData, zeros(1))],
  ];
  const franks: [string, string, string, Uint8Array][] = [
    ['frank cut short', 'complete', 'truncated', frank.subarray(0, -1)],
    ['frank with a byte more', 'nothing left over', 'trailing-bytes', join(frank, zeros(1))],
    ['signature of no bytes', '1 to 255', 'too-short', join(frank.subarray(0, 34), bytes(0))],
    ['signature length in four bytes', 'shortest form', 'length-not-minimal', signatureLength],
    ['vector length that begins with 11', 'RFC 9420 §2.1.2', 'invalid-value', flip(frank, 34, 7)],
  ];
  const agents: [string, string, string, Uint8Array][] = [
    ['agent with a byte more', 'nothing left over', 'trailing-bytes', join(frankingAgent, zeros(1))],
    ['agent with credential type 3', 'basic or X.509', 'invalid-value', flip(frankingAgent, 34, 1)],
    ['agent without a key', '1 to 255', 'too-short', join(bytes(0), frankingAgent.subarray(33))],
  ];
  const responses: [string, string, string, Uint8Array][] = [
    ['presence byte 2', '0 or 1', 'invalid-value', join(response.subarray(0, 10), bytes(2), frank)],
    ['status 3', '0 to 2', 'invalid-value', bytes(1, 3)],
    ['protocol 0', 'mls10(1)', 'invalid-value', bytes(0, 1)],
  ];
  const reports: [string, string, string, Uint8Array][] = [
    ['report with a byte more', 'nothing left over', 'trailing-bytes', join(report, zeros(1))],
    ['report cut short', 'complete', 'truncated', report.subarray(0, -1)],
    ['reason code 1', 'only reserved(0) is defined', 'invalid-value', join(beforeNote, bytes(1, 0, 0, 0))],
    ['note that is not UTF-8', 'UTF-8', 'invalid-utf8', join(beforeNote, bytes(0, 1, 0xff, 0, 0))],
    ['nobody accused', '1 byte at least', 'too-short', join(vector(ascii('u')), bytes(0, 0, 0, 0, 0))],
    ['abuse_extensions with one component twice', 'at most once', 'duplicate-key', entries(7, 7)],
    ['abuse_extensions out of order', 'sorted', 'not-deterministic', entries(8, 7)],
  ];
  const tell = ([name, reason, code]: readonly [string, string, string, Uint8Array]) => ({ name, reason, code });
  return [
    ...aad.map((entry) => ({ ...tell(entry), operation: 'readFrankAad' as const, authenticatedData: hex(entry[3]) })),
    ...franks.map((entry) => ({ ...tell(entry), operation: 'decodeFrank' as const, frank: hex(entry[3]) })),
    ...agents.map((entry) => ({
      ...tell(entry),
      operation: 'decodeFrankingAgent' as const,
      frankingAgent: hex(entry[3]),
    })),
    ...responses.map((entry) => ({
      ...{ ...tell(entry), operation: 'decodeSubmitMessageResponse' as const, submitMessageResponse: hex(entry[3]) },
    })),
    ...reports.map((entry) => ({
      ...tell(entry),
      operation: 'decodeAbuseReport' as const,
      abuseReport: hex(entry[3]),
    })),
  ];
}

function hub(): NegativeMimiVector[] {
  const suites: [number, string][] = [
    [2, 'ECDSA P-256'],
    [4, 'Ed448'],
    [5, 'ECDSA P-521'],
    [6, 'Ed448'],
    [7, 'ECDSA P-384'],
    [0xf000, 'unknown'],
  ];
  return suites.map(([suite, scheme]) => ({
    ...{ name: `a group in suite ${suite}`, reason: `${scheme}, not Ed25519`, code: 'suite-unsupported' },
    ...{ operation: 'createFrank', suite, authenticatedData: hex(honest.authenticatedData) },
  }));
}

function received(): NegativeMimiVector[] {
  const agent = (signatureKey: Uint8Array, identity: string) =>
    encodeFrankingAgent({ signatureKey, credential: { type: 'basic', identity: ascii(identity) } });
  const follower = agent(hubKey.publicKey, 'follower.example');
  const frankOf = (suite: number) => encodeFrank({ ...honest.frank, suite });
  const entries: [string, string, string, Partial<CheckReceivedMimiInput>][] = [
    ['no tag', 'B1', 'tag-missing', { authenticatedData: zeros(0) }],
    ['a tag of zeros', 'B2', 'tag-mismatch', { authenticatedData: encodeFrankAad(zeros(32)) }],
    ['the tag of another message', 'B4', 'tag-mismatch', { authenticatedData: other.authenticatedData }],
    [
      'a content with a byte more',
      'B6',
      'content-malformed',
      { applicationData: join(honest.applicationData, zeros(1)) },
    ],
    ['another account in the credential', 'B7', 'sender-mismatch', { senderUri: otherSenderUri }],
    ['another room', 'roomUri is not the room', 'room-mismatch', { roomUri: otherRoomUri }],
    ['no frank', 'C6: this package refuses; the draft does not', 'frank-missing', { frank: null }],
    ['a frank for suite 3', 'C7: the group has suite 1', 'suite-mismatch', { frank: frankOf(3) }],
    ['frank and group in suite 3', 'C7: the suite is signed', 'signature-invalid', { frank: frankOf(3), suite: 3 }],
    ['frank and group in suite 2', 'C7: not Ed25519', 'suite-unsupported', { frank: frankOf(2), suite: 2 }],
    [
      'a millisecond later',
      'C3: the time is signed',
      'signature-invalid',
      { acceptedTimestamp: acceptedTimestamp + 1n },
    ],
    ['a bit of the signature', 'C2', 'signature-invalid', { frank: flip(frank, 40) }],
    ['a bit of server_frank', 'C2', 'signature-invalid', { frank: flip(frank, 0) }],
    ['no franking agent', 'nothing to verify with', 'agent-missing', { frankingAgent: null }],
    ['the agent of a follower', 'its domain is not the hub’s', 'hub-mismatch', { frankingAgent: follower }],
    [
      'a key of small order',
      'C5',
      'signature-invalid',
      { frankingAgent: agent(join(bytes(1), zeros(31)), 'hub.example') },
    ],
  ];
  return entries.map(([name, reason, code, change]) => ({
    ...{ name, reason, code, operation: 'checkReceivedMimi' },
    received: toReceivedVector(asReceived(honest, change)),
  }));
}

function judged(): NegativeMimiVector[] {
  const words = encodeMimiContent(makeContent('words of the reporter'));
  const entries: [string, string, string, Uint8Array, string?][] = [
    ['words of the reporter', 'A1', 'frank-mismatch', altered({ messageContent: words })],
    ['the content of another message', 'A3', 'frank-mismatch', altered({ messageContent: other.applicationData })],
    ['another time', 'A4', 'frank-mismatch', altered({ acceptedTimestamp: acceptedTimestamp + 1n })],
    ['a time without a key', 'A4', 'key-unknown', altered({ acceptedTimestamp: 0n })],
    ['reported for another room', 'A6', 'room-mismatch', report, otherRoomUri],
    [
      'another account accused',
      'not its sender',
      'sender-mismatch',
      makeReport([honest], { allegedAbuserUri: otherSenderUri }),
    ],
    ['the signature altered', 'C2', 'signature-invalid', altered({ frank: { ...honest.frank, signature: zeros(64) } })],
    ['a frank for suite 3', 'C7', 'signature-invalid', altered({ frank: { ...honest.frank, suite: 3 } })],
    ['a frank for suite 2', 'C7', 'suite-unsupported', altered({ frank: { ...honest.frank, suite: 2 } })],
    ['a content that does not decode', 'D4', 'content-malformed', altered({ messageContent: zeros(9) })],
    ['a report that does not decode', 'D4', 'report-malformed', report.subarray(1)],
  ];
  return entries.map(([name, reason, code, abuseReport, room = roomUri]) => ({
    ...{ name, reason, code, operation: 'verifyAbuseReport', abuseReport: hex(abuseReport), roomUri: room },
  }));
}

function altered(change: Partial<AbuseReport['messages'][number]>): Uint8Array {
  const decoded = decodeAbuseReport(report);
  return encodeAbuseReport({ ...decoded, messages: decoded.messages.map((message) => ({ ...message, ...change })) });
}

export function toReceivedVector(input: CheckReceivedMimiInput): ReceivedMimiVector {
  const { senderUri, roomUri: room, hubDomain, suite } = input;
  return {
    applicationData: hex(input.applicationData),
    authenticatedData: hex(input.authenticatedData),
    frank: input.frank && hex(input.frank),
    acceptedTimestamp: String(input.acceptedTimestamp),
    ...{ senderUri, roomUri: room, hubDomain, suite },
    frankingAgent: input.frankingAgent && hex(input.frankingAgent),
  };
}
