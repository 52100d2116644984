import { constantTimeEqual } from '#primitives';
import { FrankingError } from '../errors.ts';
import { isSupportedSuite } from './cipher-suite.ts';
import { credentialDomain } from './credential.ts';
import { decodeFrank, type Frank } from './frank.ts';
import { readFrankAad } from './frank-aad.ts';
import { decodeFrankingAgent, type FrankingAgent } from './franking-agent.ts';
import { frankingIntegrityHolds } from './franking-integrity.ts';
import { type OpenedApplicationData, openApplicationData } from './open-application-data.ts';

export interface CheckReceivedMimiInput {
  /** As MLS decrypted it. */
  applicationData: Uint8Array;
  /** As MLS authenticated it. */
  authenticatedData: Uint8Array;
  /** `Frank` of the FanoutMessage, encoded; null where it has none. */
  frank: Uint8Array | null;
  /** `timestamp` of the FanoutMessage. */
  acceptedTimestamp: bigint;
  /** User URI in the credential of the MLS leaf that sent the message. */
  senderUri: string;
  /** Room in which the message was received. */
  roomUri: string;
  /** Domain of the room's hub. */
  hubDomain: string;
  /** The MLS cipher suite of the group. */
  suite: number;
  /** Component 0x0021 of the GroupContext; null where it has none. */
  frankingAgent: Uint8Array | null;
  /** The group has the `content_media_types` component. Default false. */
  framed?: boolean;
  /**
   * What the draft allows: show a message without a frank. It then treats a frank as absent, too, if there is no franking
   * agent or the frank names another suite. Default false: such a message could not be reported, and is refused.
   */
  acceptUnfranked?: boolean;
}

/** Codes of docs/spec/franking-f0.md §6. */
export type ReceivedMimiCode =
  | 'content-malformed'
  | 'sender-missing'
  | 'room-missing'
  | 'tag-missing'
  | 'tag-duplicate'
  | 'authenticated-data-malformed'
  | 'frank-missing'
  | 'frank-malformed'
  | 'agent-missing'
  | 'agent-malformed'
  | 'suite-mismatch'
  | 'suite-unsupported'
  | 'hub-mismatch'
  | 'signature-invalid'
  | 'tag-mismatch'
  | 'sender-mismatch'
  | 'room-mismatch';

export type ReceivedMimi =
  | {
      ok: true;
      opened: OpenedApplicationData;
      /** Keep it and `acceptedTimestamp` with the application data: reports are made of them. Null: not reportable. */
      frank: Frank | null;
    }
  | { ok: false; code: ReceivedMimiCode; detail: string };

class Refusal extends Error {
  readonly code: ReceivedMimiCode;

  constructor(code: ReceivedMimiCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** Codes with which the draft's receiver goes on as if there were no frank (§5.4.1.3: "If those fields are available, …"). */
const unfranked: readonly ReceivedMimiCode[] = ['tag-missing', 'frank-missing', 'agent-missing', 'suite-mismatch'];

/**
 * Receiver verification (draft-ietf-mimi-protocol-06 §5.4.1.3). Show the message only if `ok`. Never throws for anything that a
 * sender, a hub or a provider between them can cause.
 *
 * All checks of the draft are here, and they do not stop the frank swap: `ok` does not mean that the hub will accept a report.
 */
export function checkReceivedMimi(input: CheckReceivedMimiInput): ReceivedMimi {
  try {
    const opened = open(input);
    return { ok: true, opened, frank: checkFrank(input, opened) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, detail: error.message };
    throw error;
  }
}

/** The claims in the content hold with and without a frank. */
function open(input: CheckReceivedMimiInput): OpenedApplicationData {
  const opened = decoding('content-malformed', () => openApplicationData(input.applicationData, input.framed));
  if (opened.senderUri !== input.senderUri) refuse('sender-mismatch', 'credential and content name different senders');
  if (opened.roomUri !== input.roomUri) refuse('room-mismatch', 'the content names another room');
  return opened;
}

function checkFrank(input: CheckReceivedMimiInput, opened: OpenedApplicationData): Frank | null {
  try {
    const { frank, agent, frankingTag } = gather(input);
    checkAgent(input, agent);
    const { senderUri, roomUri } = input;
    const context = { senderUri, roomUri, acceptedTimestamp: input.acceptedTimestamp };
    if (!frankingIntegrityHolds(agent.signatureKey, { ...frank, context }, frank.signature)) {
      refuse('signature-invalid', 'the signature does not cover this frank, sender, room and time');
    }
    if (!constantTimeEqual(opened.frankingTag, frankingTag)) refuse('tag-mismatch', 'the tag commits to other content');
    return frank;
  } catch (error) {
    const goOn = error instanceof Refusal && input.acceptUnfranked === true && unfranked.includes(error.code);
    if (goOn) return null;
    throw error;
  }
}

interface Gathered {
  frankingTag: Uint8Array;
  frank: Frank;
  agent: FrankingAgent;
}

/** The fields that have to be there before anything is verified. */
function gather(input: CheckReceivedMimiInput): Gathered {
  const frankingTag = decoding('authenticated-data-malformed', () => readFrankAad(input.authenticatedData));
  const frankBytes = input.frank ?? refuse('frank-missing', 'the hub delivered no frank');
  const frank = decoding('frank-malformed', () => decodeFrank(frankBytes));
  if (frank.suite !== input.suite) refuse('suite-mismatch', `franked for suite ${frank.suite}, not ${input.suite}`);
  if (!isSupportedSuite(frank.suite)) refuse('suite-unsupported', `suite ${frank.suite} does not use Ed25519`);
  const agentBytes = input.frankingAgent ?? refuse('agent-missing', 'the group has no franking agent');
  return { frankingTag, frank, agent: decoding('agent-malformed', () => decodeFrankingAgent(agentBytes)) };
}

function checkAgent({ hubDomain }: CheckReceivedMimiInput, { credential, signatureKey }: FrankingAgent): void {
  if (credentialDomain(credential) !== hubDomain.toLowerCase()) {
    refuse('hub-mismatch', 'the franking agent does not have a credential of the hub');
  }
  if (signatureKey.length !== 32) refuse('agent-malformed', `the franking key has ${signatureKey.length} bytes`);
}

/** Codes that say more than the one of the structure. */
const telling = ['sender-missing', 'room-missing', 'tag-missing', 'tag-duplicate'] as const;

function decoding<T>(code: ReceivedMimiCode, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FrankingError)) throw error;
    return refuse(telling.find((known) => known === error.code) ?? code, `${error.code}: ${error.message}`);
  }
}

function refuse(code: ReceivedMimiCode, detail: string): never {
  throw new Refusal(code, detail);
}
