import { FrankingError } from '../errors.ts';
import { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';
import { type Frank, readOptionalFrank, writeOptionalFrank } from './frank.ts';

/**
 * `SubmitMessageResponse` (draft-ietf-mimi-protocol-06 §5.4). The draft's enum says `accepted(0)`, its select `case success`:
 * they are read as one and the same.
 */
export type SubmitMessageResponse =
  | { status: 'accepted'; acceptedTimestamp: bigint; frank: Frank | null }
  | { status: 'notAllowed' }
  | { status: 'epochTooOld'; currentEpoch: bigint };

const statuses = ['accepted', 'notAllowed', 'epochTooOld'] as const;
/** `Protocol` */
const mls10 = 1;

export function encodeSubmitMessageResponse(response: SubmitMessageResponse): Uint8Array {
  const writer = new Writer(160).uint(mls10, 1, 'protocol').uint(statuses.indexOf(response.status), 1, 'statusCode');
  if (response.status === 'accepted') {
    writeOptionalFrank(writer.uint64(response.acceptedTimestamp, 'acceptedTimestamp'), response.frank);
  } else if (response.status === 'epochTooOld') writer.uint64(response.currentEpoch, 'currentEpoch');
  return writer.finish();
}

export function decodeSubmitMessageResponse(bytes: Uint8Array): SubmitMessageResponse {
  const reader = new Reader(bytes, 1_024, 'submitMessageResponse');
  const protocol = reader.uint(1, 'protocol');
  if (protocol !== mls10) throw new FrankingError('invalid-value', `cannot decode protocol ${protocol}`);
  const response = readResponse(reader);
  reader.finish('submitMessageResponse');
  return response;
}

function readResponse(reader: Reader): SubmitMessageResponse {
  const code = reader.uint(1, 'statusCode');
  const status = statuses[code];
  switch (status) {
    case 'accepted':
      return { status, acceptedTimestamp: reader.uint64('acceptedTimestamp'), frank: readOptionalFrank(reader) };
    case 'notAllowed':
      return { status };
    case 'epochTooOld':
      return { status, currentEpoch: reader.uint64('currentEpoch') };
    default:
      throw new FrankingError('invalid-value', `cannot decode statusCode ${code}`);
  }
}
