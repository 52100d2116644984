import {
  type AbuseReport,
  type CheckReceivedMimiInput,
  commitApplicationData,
  createFrank,
  encodeAbuseReport,
  encodeFrank,
  encodeFrankingAgent,
  encodeMimiContent,
  type Frank,
  frameContent,
  type MimiContent,
  type MimiHubKey,
} from '../../../src/mimi/index.ts';
import { ed25519PublicKey } from '../../../src/primitives-node.ts';
import { ascii } from '../../support/raw.ts';
import { seeded } from '../../support/seeded.ts';

export const hubDomain = 'hub.example';
export const roomUri = 'mimi://hub.example/r/Rl33FWLCYWOwxHrYnpWDQg';
export const otherRoomUri = 'mimi://hub.example/r/other';
export const senderUri = 'mimi://b.example/u/alice';
export const otherSenderUri = 'mimi://b.example/u/carol';
export const acceptedTimestamp = 1_790_000_000_000n;
export const suite = 1;

/** A key whose period is an hour around `from`. */
export function makeHubKey(label: string, from = acceptedTimestamp, length = 3_600_000n): MimiHubKey {
  const random = seeded(label);
  const [hubKey, privateKey] = [random(32), random(32)];
  const publicKey = ed25519PublicKey(privateKey);
  return { hubKey, privateKey, publicKey, notBefore: from - length, notAfter: from + length };
}

export const hubKey = makeHubKey('mimi hub key');
export const frankingAgent = encodeFrankingAgent({
  signatureKey: hubKey.publicKey,
  credential: { type: 'basic', identity: ascii(`mimi://${hubDomain}`) },
});

export function makeContent(text: string, change: Partial<MimiContent> = {}): MimiContent {
  return {
    salt: seeded(`salt of ${text}`)(16),
    replaces: null,
    topicId: new Uint8Array(),
    expires: null,
    inReplyTo: null,
    senderUri,
    roomUri,
    otherExtensions: new Map(),
    body: {
      disposition: 1,
      language: 'en',
      type: 'single',
      contentType: 'text/plain;charset=utf-8',
      content: utf8(text),
    },
    ...change,
  };
}

/** One message on its whole way, as an honest sender and an honest hub make it. */
export interface MimiScene {
  applicationData: Uint8Array;
  frankingTag: Uint8Array;
  authenticatedData: Uint8Array;
  acceptedTimestamp: bigint;
  frank: Frank;
}

export interface MimiSceneChange {
  content?: Partial<MimiContent>;
  framed?: boolean;
  at?: bigint;
  key?: MimiHubKey;
  suite?: number;
}

export function makeScene(text: string, change: MimiSceneChange = {}): MimiScene {
  const { at = acceptedTimestamp, key = hubKey, framed = false } = change;
  const content = encodeMimiContent(makeContent(text, change.content));
  const applicationData = framed ? frameContent(content) : content;
  const { frankingTag, authenticatedData } = commitApplicationData(applicationData, { framed });
  const names = { senderUri: change.content?.senderUri ?? senderUri, roomUri: change.content?.roomUri ?? roomUri };
  const frank = createFrank({ key, suite: change.suite ?? suite, authenticatedData, ...names, acceptedTimestamp: at });
  return { applicationData, frankingTag, authenticatedData, acceptedTimestamp: at, frank };
}

/** What an honest receiver of the scene passes to `checkReceivedMimi`. */
export function asReceived(scene: MimiScene, change: Partial<CheckReceivedMimiInput> = {}): CheckReceivedMimiInput {
  return {
    applicationData: scene.applicationData,
    authenticatedData: scene.authenticatedData,
    frank: encodeFrank(scene.frank),
    acceptedTimestamp: scene.acceptedTimestamp,
    ...{ senderUri, roomUri, hubDomain, suite, frankingAgent },
    ...change,
  };
}

export function makeReport(scenes: readonly MimiScene[], change: Partial<AbuseReport> = {}): Uint8Array {
  return encodeAbuseReport({
    reportingUser: 'mimi://c.example/u/bob',
    allegedAbuserUri: senderUri,
    reasonCode: 0,
    note: 'please look',
    messages: scenes.map((scene) => ({
      messageContent: scene.applicationData,
      frank: scene.frank,
      acceptedTimestamp: scene.acceptedTimestamp,
    })),
    abuseExtensions: [],
    ...change,
  });
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
