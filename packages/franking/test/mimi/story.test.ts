/** F0 from end to end through the public import `@wellhouse/franking/mimi`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as mimi from '@wellhouse/franking/mimi';
import { ed25519PublicKey } from '../../src/primitives-node.ts';
import { ascii } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';

test('a message is committed, franked, shown, reported and judged', () => {
  const random = seeded('story');
  const [senderUri, roomUri] = ['mimi://b.example/u/alice', 'mimi://hub.example/r/1'];
  const [hubKey, privateKey] = [random(32), random(32)];
  const key = { hubKey, privateKey, publicKey: ed25519PublicKey(privateKey), notBefore: 0n, notAfter: 10n };
  const frankingAgent = mimi.encodeFrankingAgent({
    signatureKey: key.publicKey,
    credential: { type: 'basic', identity: ascii('hub.example') },
  });

  // sender: `applicationData` is what MLS encrypts, `authenticatedData` what it authenticates
  const applicationData = mimi.encodeMimiContent({
    salt: random(16),
    ...{ replaces: null, topicId: new Uint8Array(), expires: null, inReplyTo: null, otherExtensions: new Map() },
    ...{ senderUri, roomUri },
    body: { disposition: 1, language: '', type: 'single', contentType: 'text/plain', content: ascii('said') },
  });
  const { authenticatedData } = mimi.commitApplicationData(applicationData);

  // hub
  const accepted = { senderUri, roomUri, acceptedTimestamp: 5n };
  const frank = mimi.createFrank({ key, suite: 1, authenticatedData, ...accepted });
  const response = mimi.encodeSubmitMessageResponse({ status: 'accepted', acceptedTimestamp: 5n, frank });
  assert.deepEqual(mimi.decodeSubmitMessageResponse(response), { status: 'accepted', acceptedTimestamp: 5n, frank });

  // receiver
  const received = mimi.checkReceivedMimi({
    ...{ applicationData, authenticatedData, frank: mimi.encodeFrank(frank), ...accepted },
    ...{ hubDomain: 'hub.example', suite: 1, frankingAgent },
  });
  assert.ok(received.ok && received.frank);

  // reporter, and the hub as judge
  const report = mimi.encodeAbuseReport({
    ...{ reportingUser: '', allegedAbuserUri: senderUri, reasonCode: 0, note: '', abuseExtensions: [] },
    messages: [{ messageContent: applicationData, frank: received.frank, acceptedTimestamp: 5n }],
  });
  const verified = mimi.verifyAbuseReport(report, { roomUri, keys: [key] });
  assert.ok(verified.ok);
  const [message] = verified.messages;
  assert.ok(message?.ok);
  assert.deepEqual(
    mimi.reviewParts(message.opened.content.body).map(({ text }) => text),
    ['said'],
  );
});
