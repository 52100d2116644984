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
    ['no items', 'B1: the list of items is well formed and holds no tag', 'tag-missing', rawAuthenticatedData()],
    [
      'the tag of profile F1',
      'B3: 8f1a is the component of F1; this profile reads 0020 alone',
      'tag-missing',
      rawAuthenticatedData(rawItem(0x8f1a, zeros(32))),
    ],
    [
      'two tags',
      'B3: receiver and judge could each look at another one of the two',
      'tag-duplicate',
      rawAuthenticatedData(item, item),
    ],
    [
      'items out of order',
      'items are sorted by component; 0020 stands before 0001',
      'authenticated-data-malformed',
      rawAuthenticatedData(item, rawItem(1, bytes())),
    ],
    [
      'a tag of 31 bytes',
      'B2: a tag is an HMAC-SHA-256 value of 32 bytes',
      'authenticated-data-malformed',
      rawAuthenticatedData(rawItem(0x0020, zeros(31))),
    ],
    [
      'a byte more',
      'B6: one byte follows the items',
      'authenticated-data-malformed',
      join(honest.authenticatedData, zeros(1)),
    ],
  ];
  const franks: [string, string, string, Uint8Array][] = [
    ['frank cut short', 'the signature has 63 bytes and announces 64', 'truncated', frank.subarray(0, -1)],
    ['frank with a byte more', 'one frank has one encoding', 'trailing-bytes', join(frank, zeros(1))],
    ['signature of no bytes', 'a signature has 1 to 255 bytes', 'too-short', join(frank.subarray(0, 34), bytes(0))],
    [
      'signature length in four bytes',
      '80 00 00 40 is a second encoding of the length 40 40',
      'length-not-minimal',
      signatureLength,
    ],
    [
      'vector length that begins with 11',
      'the form 11 of a length is invalid in RFC 9420 §2.1.2',
      'invalid-value',
      flip(frank, 34, 7),
    ],
  ];
  const agents: [string, string, string, Uint8Array][] = [
    ['agent with a byte more', 'one agent has one encoding', 'trailing-bytes', join(frankingAgent, zeros(1))],
    [
      'agent with credential type 3',
      'credentials are basic (1) or X.509 (2)',
      'invalid-value',
      flip(frankingAgent, 34, 1),
    ],
    [
      'agent without a key',
      'a signature key has 1 to 255 bytes',
      'too-short',
      join(bytes(0), frankingAgent.subarray(33)),
    ],
  ];
  const responses: [string, string, string, Uint8Array][] = [
    [
      'presence byte 2',
      'an optional field is absent (0) or present (1)',
      'invalid-value',
      join(response.subarray(0, 10), bytes(2), frank),
    ],
    ['status 3', '0 to 2 are defined: accepted, notAllowed, epochTooOld', 'invalid-value', bytes(1, 3)],
    ['protocol 0', 'the one protocol is mls10 (1)', 'invalid-value', bytes(0, 1)],
  ];
  const reports: [string, string, string, Uint8Array][] = [
    ['report with a byte more', 'one report has one encoding', 'trailing-bytes', join(report, zeros(1))],
    ['report cut short', 'the length of the extensions is missing', 'truncated', report.subarray(0, -1)],
    [
      'reason code 1',
      'AbuseType has one value, reserved (0); what another means nobody knows',
      'invalid-value',
      join(beforeNote, bytes(1, 0, 0, 0)),
    ],
    ['note that is not UTF-8', 'ff occurs in no UTF-8 text', 'invalid-utf8', join(beforeNote, bytes(0, 1, 0xff, 0, 0))],
    [
      'nobody accused',
      'a report accuses an account, whose URI has a byte at least',
      'too-short',
      join(vector(ascii('u')), bytes(0, 0, 0, 0, 0)),
    ],
    [
      'abuse_extensions with one component twice',
      'each component occurs at most once; readers would differ on which counts',
      'duplicate-key',
      entries(7, 7),
    ],
    [
      'abuse_extensions out of order',
      'components are sorted; another order would be a second encoding',
      'not-deterministic',
      entries(8, 7),
    ],
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
    ['no tag', 'B1: without a tag the message could never be reported', 'tag-missing', { authenticatedData: zeros(0) }],
    [
      'a tag of zeros',
      'B2: no content has this tag, so a report would fail',
      'tag-mismatch',
      { authenticatedData: encodeFrankAad(zeros(32)) },
    ],
    [
      'the tag of another message',
      'B4: the message carries the tag of another one, so a report of what it shows would fail',
      'tag-mismatch',
      { authenticatedData: other.authenticatedData },
    ],
    [
      'a content with a byte more',
      'B6: a receiver that ignored it would accept a second encoding',
      'content-malformed',
      { applicationData: join(honest.applicationData, zeros(1)) },
    ],
    [
      'another account in the credential',
      'B7: the content says Alice, MLS says that Carol wrote',
      'sender-mismatch',
      { senderUri: otherSenderUri },
    ],
    ['another room', 'B8: the content was written for another room', 'room-mismatch', { roomUri: otherRoomUri }],
    ['no frank', 'C6: this package refuses; the draft does not', 'frank-missing', { frank: null }],
    [
      'a frank for suite 3',
      'C7: the group has suite 1; nobody may choose another suite for it',
      'suite-mismatch',
      { frank: frankOf(3) },
    ],
    [
      'frank and group in suite 3',
      'C7: the suite is signed, and the hub signed suite 1',
      'signature-invalid',
      { frank: frankOf(3), suite: 3 },
    ],
    [
      'frank and group in suite 2',
      'C7: suite 2 signs with ECDSA, which this profile cannot verify',
      'suite-unsupported',
      { frank: frankOf(2), suite: 2 },
    ],
    [
      'a millisecond later',
      'C3: the frank was given another time; the signature covers it',
      'signature-invalid',
      { acceptedTimestamp: acceptedTimestamp + 1n },
    ],
    [
      'a bit of the signature',
      'C2: the signature was altered on its way',
      'signature-invalid',
      { frank: flip(frank, 40) },
    ],
    ['a bit of server_frank', 'C2: the signature covers server_frank', 'signature-invalid', { frank: flip(frank, 0) }],
    [
      'no franking agent',
      'C6: without the hub’s key nothing can be verified',
      'agent-missing',
      { frankingAgent: null },
    ],
    [
      'the agent of a follower',
      'C2: a follower signs with a key of its own; the credential beside it names another domain than the hub’s',
      'hub-mismatch',
      { frankingAgent: follower },
    ],
    [
      'a key of small order',
      'C5: under such a key one signature fits every message; franking.md §1 refuses it',
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
    [
      'words of the reporter',
      'A1: the report holds words that the sender never sent; their tag is not the franked one',
      'frank-mismatch',
      altered({ messageContent: words }),
    ],
    [
      'the content of another message',
      'A3: another message of the same sender; its tag is not the franked one',
      'frank-mismatch',
      altered({ messageContent: other.applicationData }),
    ],
    [
      'another time',
      'A4: the frank covers the time',
      'frank-mismatch',
      altered({ acceptedTimestamp: acceptedTimestamp + 1n }),
    ],
    [
      'a time without a key',
      'A4: no key of the hub was in use then',
      'key-unknown',
      altered({ acceptedTimestamp: 0n }),
    ],
    [
      'reported for another room',
      'A6: the content names the room that it was sent to',
      'room-mismatch',
      report,
      otherRoomUri,
    ],
    [
      'another account accused',
      'A4: the content names its sender, who is not the accused',
      'sender-mismatch',
      makeReport([honest], { allegedAbuserUri: otherSenderUri }),
    ],
    [
      'the signature altered',
      'C2: the frank holds, but not everyone could check it any more',
      'signature-invalid',
      altered({ frank: { ...honest.frank, signature: zeros(64) } }),
    ],
    [
      'a frank for suite 3',
      'C7: the suite is signed, and the hub signed suite 1',
      'signature-invalid',
      altered({ frank: { ...honest.frank, suite: 3 } }),
    ],
    [
      'a frank for suite 2',
      'C7: this profile cannot verify ECDSA',
      'suite-unsupported',
      altered({ frank: { ...honest.frank, suite: 2 } }),
    ],
    [
      'a content that does not decode',
      'D4: nine bytes of zeros are no MIMI content',
      'content-malformed',
      altered({ messageContent: zeros(9) }),
    ],
    [
      'a report that does not decode',
      'D4: the length of the first URI is missing, and everything after it is read in the wrong place',
      'report-malformed',
      report.subarray(1),
    ],
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
