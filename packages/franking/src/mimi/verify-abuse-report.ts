import { toBase64Url } from '../base64url.ts';
import { FrankingError } from '../errors.ts';
import { type AbuseReport, type AbusiveMessage, decodeAbuseReport } from './abuse-report.ts';
import { isSupportedSuite } from './cipher-suite.ts';
import { frankingIntegrityHolds, serverFrankHolds } from './franking-integrity.ts';
import { isKeyOfTime, type MimiHubVerifyKey } from './mimi-hub-key.ts';
import { type OpenedApplicationData, openApplicationData } from './open-application-data.ts';

export interface VerifyAbuseReportOptions {
  /** The room in the path of `POST /reportAbuse/{roomId}`. */
  roomUri: string;
  /** All keys of the hub whose reports are still accepted. */
  keys: readonly MimiHubVerifyKey[];
  /** The room's group has the `content_media_types` component. Default false. */
  framed?: boolean;
}

/** Codes of docs/spec/franking-f0.md §6. */
export type AbusiveMessageCode =
  | 'content-malformed'
  | 'sender-missing'
  | 'room-missing'
  | 'sender-mismatch'
  | 'room-mismatch'
  | 'suite-unsupported'
  | 'key-unknown'
  | 'frank-mismatch'
  | 'signature-invalid'
  | 'duplicate';

/** `ok`: the account `opened.senderUri` submitted this content to that room at that hub time. */
export type VerifiedAbusiveMessage =
  | { ok: true; opened: OpenedApplicationData; acceptedTimestamp: bigint }
  | { ok: false; code: AbusiveMessageCode; detail: string };

export type VerifiedAbuseReport =
  | { ok: true; report: AbuseReport /** One verdict a message, in order. */; messages: VerifiedAbusiveMessage[] }
  | { ok: false; code: 'report-malformed'; detail: string };

class Refusal extends Error {
  readonly code: AbusiveMessageCode;

  constructor(code: AbusiveMessageCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/**
 * The hub as judge (draft-ietf-mimi-protocol-06 §5.9), over the bytes that the reporter sent. Beyond the draft it refuses a
 * message of another sender than the report accuses, of another room, and one that stands in the report before. Never throws
 * for anything that a report can hold.
 */
export function verifyAbuseReport(bytes: Uint8Array, options: VerifyAbuseReportOptions): VerifiedAbuseReport {
  const report = attempt(() => decodeAbuseReport(bytes));
  if (report instanceof FrankingError) {
    return { ok: false, code: 'report-malformed', detail: `${report.code}: ${report.message}` };
  }
  const seen = new Set<string>();
  const messages = report.messages.map((message) => judge(message, report, options, seen));
  return { ok: true, report, messages };
}

function judge(
  message: AbusiveMessage,
  report: AbuseReport,
  options: VerifyAbuseReportOptions,
  seen: Set<string>,
): VerifiedAbusiveMessage {
  try {
    const opened = open(message, options.framed);
    if (opened.senderUri !== report.allegedAbuserUri) refuse('sender-mismatch', 'the report accuses someone else');
    if (opened.roomUri !== options.roomUri) refuse('room-mismatch', 'the content names another room');
    checkFrank(message, opened, options.keys);
    checkNew(message, opened, seen);
    return { ok: true, opened, acceptedTimestamp: message.acceptedTimestamp };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, detail: error.message };
    throw error;
  }
}

function checkFrank(
  { frank, acceptedTimestamp }: AbusiveMessage,
  { senderUri, roomUri, frankingTag }: OpenedApplicationData,
  keys: readonly MimiHubVerifyKey[],
): void {
  if (!isSupportedSuite(frank.suite)) refuse('suite-unsupported', `suite ${frank.suite} does not use Ed25519`);
  const candidates = keys.filter((key) => isKeyOfTime(key, acceptedTimestamp));
  if (candidates.length === 0) refuse('key-unknown', 'no key of the hub was in use at that time');
  const context = { senderUri, roomUri, acceptedTimestamp };
  const key = candidates.find(({ hubKey }) => serverFrankHolds(hubKey, frankingTag, context, frank.serverFrank));
  const signed = ({ publicKey }: MimiHubVerifyKey) =>
    frankingIntegrityHolds(publicKey, { ...frank, context }, frank.signature);
  if (key === undefined) refuseFrank(candidates.some(signed));
  else if (!signed(key)) refuse('signature-invalid', 'the frank holds, the signature does not');
}

/**
 * A signature that holds was made by the hub for other content. Who put it beside this content, a provider in between (the
 * frank swap, which no receiver can see) or the reporter, the draft gives nobody a way to tell.
 */
function refuseFrank(signed: boolean): never {
  const cause = signed
    ? 'the hub signed the frank for another message; a provider in between or the reporter put it here'
    : 'content, time or frank were altered';
  refuse('frank-mismatch', `the frank does not cover this content; ${cause}`);
}

/** Counted once its frank holds: a forged copy cannot push out the true one. */
function checkNew(message: AbusiveMessage, { messageId }: OpenedApplicationData, seen: Set<string>): void {
  const identity = `${toBase64Url(messageId)} ${message.acceptedTimestamp}`;
  if (seen.has(identity)) refuse('duplicate', 'the report holds this message before');
  seen.add(identity);
}

const telling = ['sender-missing', 'room-missing'] as const;

function open({ messageContent }: AbusiveMessage, framed?: boolean): OpenedApplicationData {
  const opened = attempt(() => openApplicationData(messageContent, framed));
  if (!(opened instanceof FrankingError)) return opened;
  const code = telling.find((known) => known === opened.code) ?? 'content-malformed';
  return refuse(code, `${opened.code}: ${opened.message}`);
}

function attempt<T>(run: () => T): T | FrankingError {
  try {
    return run();
  } catch (error) {
    if (error instanceof FrankingError) return error;
    throw error;
  }
}

function refuse(code: AbusiveMessageCode, detail: string): never {
  throw new Refusal(code, detail);
}
