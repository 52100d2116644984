import {
  encodeServerFrankingContext,
  frankingIntegrityLabel,
  frankingIntegrityTbs,
} from '../../../src/mimi/franking-integrity.ts';
import {
  encodeFrank,
  encodeFrankingAgent,
  encodeMimiContent,
  encodeSubmitMessageResponse,
  type MimiContent,
  openApplicationData,
  unframeContent,
} from '../../../src/mimi/index.ts';
import { signContent } from '../../../src/mimi/sign-with-label.ts';
import { hex } from '../../support/hex.ts';
import { ascii } from '../../support/raw.ts';
import { draftExamples } from '../support/draft-examples.ts';
import {
  acceptedTimestamp,
  hubDomain,
  hubKey,
  type MimiSceneChange,
  makeHubKey,
  makeReport,
  makeScene,
  roomUri,
  senderUri,
  utf8,
} from '../support/scene.ts';
import type { MessageIdVector, PositiveMimiVector } from './vector-format.ts';

export const vectorKeys = [hubKey, makeHubKey('later mimi hub key', acceptedTimestamp + 10_000_000n)];

const reportingUser = 'mimi://c.example/u/bob';
const note = 'please look';

const twoParts: Partial<MimiContent> = {
  topicId: utf8('topic'),
  expires: { relative: true, time: 3_600 },
  inReplyTo: new Uint8Array(32).fill(1),
  otherExtensions: new Map<number | string, unknown>([
    [256, [[utf8('opaque'), 5_771]]],
    ['x-note', 'füü'],
  ]),
  body: {
    ...{ disposition: 1, language: '', type: 'multi', semantics: 'singleUnit' },
    parts: [
      { ...{ disposition: 1, language: 'en', type: 'single', contentType: 'text/markdown' }, content: utf8('_look_') },
      {
        ...{ disposition: 6, language: '', type: 'external', contentType: 'image/png' },
        ...{ url: 'https://cdn.example/1', expires: 4_294_967_295, size: 2n ** 53n + 1n, encAlg: 1 },
        ...{ key: new Uint8Array(16).fill(2), nonce: new Uint8Array(12).fill(3), aad: new Uint8Array() },
        ...{ hashAlg: 1, contentHash: new Uint8Array(32).fill(4), description: 'a picture', filename: '1.png' },
      },
    ],
  },
};

const scenes: [string, string, MimiSceneChange][] = [
  ['a text', 'hello', {}],
  ['a text in ApplicationFraming', 'hello', { framed: true }],
  ['suite 3', 'hello', { suite: 3 }],
  ['the next key', 'hello', { key: vectorKeys[1] ?? hubKey, at: acceptedTimestamp + 10_000_000n }],
  ['two parts, every field of the content', 'parts', { content: twoParts }],
  ['a text beyond 64 and 16,384 bytes, for the longer vector lengths', 'long '.repeat(3_280), {}],
];

export function positiveVectors(): PositiveMimiVector[] {
  return scenes.map(([name, text, change]) => positive(name, text, change));
}

function positive(name: string, text: string, change: MimiSceneChange): PositiveMimiVector {
  const { framed = false, suite = 1, key = hubKey } = change;
  const scene = makeScene(text, change);
  const opened = openApplicationData(scene.applicationData, framed);
  const context = { senderUri, roomUri, acceptedTimestamp: scene.acceptedTimestamp };
  const tbs = frankingIntegrityTbs({ ...scene.frank, context });
  const credential = { type: 'basic', identity: ascii(`mimi://${hubDomain}`) } as const;
  const { acceptedTimestamp: time, frank } = scene;
  return {
    ...{ name, key: vectorKeys.indexOf(key), suite, framed, senderUri, roomUri, acceptedTimestamp: String(time) },
    salt: hex(opened.content.salt),
    content: hex(framed ? unframeContent(scene.applicationData) : scene.applicationData),
    applicationData: hex(scene.applicationData),
    messageId: hex(opened.messageId),
    frankingTag: hex(scene.frankingTag),
    authenticatedData: hex(scene.authenticatedData),
    serverFrankingContext: hex(encodeServerFrankingContext(context)),
    serverFrank: hex(frank.serverFrank),
    frankingIntegrityTbs: hex(tbs),
    signContent: hex(signContent(frankingIntegrityLabel, tbs)),
    signature: hex(frank.signature),
    frank: hex(encodeFrank(frank)),
    frankingAgent: hex(encodeFrankingAgent({ signatureKey: key.publicKey, credential })),
    submitMessageResponse: hex(encodeSubmitMessageResponse({ status: 'accepted', acceptedTimestamp: time, frank })),
    abuseReport: hex(makeReport([scene], { reportingUser, note })),
    ...{ reportingUser, note },
  };
}

export function messageIdVectors(): MessageIdVector[] {
  return draftExamples.map(({ name, content, messageId }) => ({
    name: `draft-ietf-mimi-content-08: ${name}`,
    senderUri: content.senderUri ?? '',
    roomUri: content.roomUri ?? '',
    salt: hex(content.salt),
    content: hex(encodeMimiContent(content)),
    messageId,
  }));
}
