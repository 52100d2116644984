import { FrankingError } from '../errors.ts';
import { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';
import { type ComponentData, readDictionary, writeDictionary } from './app-data-dictionary.ts';
import { mimiLimits } from './constants.ts';
import { type Frank, readFrank, writeFrank } from './frank.ts';
import { readUri, writeUri } from './identifier-uri.ts';

/** `AbusiveMessage` (draft-ietf-mimi-protocol-06 §5.9). */
export interface AbusiveMessage {
  /**
   * The application data whose HMAC is the franking tag. The draft says "the message content (ex: MIMI Content message)"; with
   * `ApplicationFraming` only the framed bytes let the hub recompute the tag, so it is those.
   */
  messageContent: Uint8Array;
  frank: Frank;
  acceptedTimestamp: bigint;
}

/** `AbuseReport`. */
export interface AbuseReport {
  /** Empty where the reporter does not say who they are. */
  reportingUser: string;
  allegedAbuserUri: string;
  /** `AbuseType`: the draft defines `reserved(0)` alone. */
  reasonCode: 0;
  note: string;
  messages: AbusiveMessage[];
  abuseExtensions: ComponentData[];
}

export function encodeAbuseReport(report: AbuseReport): Uint8Array {
  if (report.messages.length > mimiLimits.reportedMessages) tooMany();
  if (report.reasonCode !== 0) throw new FrankingError('invalid-argument', 'expected "reasonCode" to be 0');
  const messages = new Writer(1_024);
  for (const message of report.messages) writeMessage(messages, message);

  const writer = new Writer(2_048);
  writeUri(writer, report.reportingUser, 'reportingUser', 0);
  writeUri(writer, report.allegedAbuserUri, 'allegedAbuserUri');
  writer.uint(report.reasonCode, 1, 'reasonCode').text(report.note, 0, mimiLimits.note, 'note');
  writer.vector(messages.finish(), 0, mimiLimits.report, 'messages');
  const bytes = writeDictionary(writer, report.abuseExtensions).finish();
  if (bytes.length > mimiLimits.report) throw new FrankingError('too-long', `cannot encode ${bytes.length} bytes`);
  return bytes;
}

/** @throws {FrankingError} on anything but the one encoding of a report within the limits */
export function decodeAbuseReport(bytes: Uint8Array): AbuseReport {
  const reader = new Reader(bytes, mimiLimits.report, 'abuseReport');
  const reportingUser = readUri(reader, 'reportingUser', 0);
  const allegedAbuserUri = readUri(reader, 'allegedAbuserUri');
  const reasonCode = reader.uint(1, 'reasonCode');
  if (reasonCode !== 0) throw new FrankingError('invalid-value', `cannot decode reason code ${reasonCode}`);
  const note = reader.text(0, mimiLimits.note, 'note');
  const messages = readMessages(reader.vector(0, mimiLimits.report, 'messages'));
  const abuseExtensions = readDictionary(reader);
  reader.finish('abuseReport');
  return { reportingUser, allegedAbuserUri, reasonCode, note, messages, abuseExtensions };
}

function writeMessage(writer: Writer, { messageContent, frank, acceptedTimestamp }: AbusiveMessage): void {
  writer.vector(messageContent, 0, mimiLimits.applicationData, 'messageContent');
  writeFrank(writer, frank).uint64(acceptedTimestamp, 'acceptedTimestamp');
}

function readMessages(bytes: Uint8Array): AbusiveMessage[] {
  const reader = new Reader(bytes, mimiLimits.report, 'messages');
  const messages: AbusiveMessage[] = [];
  while (!reader.done) {
    if (messages.length === mimiLimits.reportedMessages) tooMany();
    messages.push({
      messageContent: reader.vector(0, mimiLimits.applicationData, 'messageContent'),
      frank: readFrank(reader),
      acceptedTimestamp: reader.uint64('acceptedTimestamp'),
    });
  }
  return messages;
}

function tooMany(): never {
  throw new FrankingError('too-many-items', `cannot accept more than ${mimiLimits.reportedMessages} messages`);
}
