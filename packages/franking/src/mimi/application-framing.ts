import { FrankingError } from '../errors.ts';
import { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';
import { mimiLimits } from './constants.ts';

/** The media type that this profile opens. */
const mimiMediaType = 'application/mimi-content';

/**
 * `ApplicationFraming` (draft-ietf-mls-extensions, "Framing of application_data") around a MIMI content, for groups with the
 * `content_media_types` component. The franking tag covers the framed bytes.
 */
export function frameContent(content: Uint8Array): Uint8Array {
  return new Writer(content.length + 64)
    .text(mimiMediaType, 0, mimiLimits.mediaType, 'mediaType')
    .vectorLength(0)
    .vector(content, 0, mimiLimits.applicationData, 'content')
    .finish();
}

/**
 * The content inside the framing. An empty media type means the group's first one, which a group that is franked under this
 * profile has to make MIMI content.
 * @throws {FrankingError} `invalid-value` on another media type, and for framing that does not decode
 */
export function unframeContent(applicationData: Uint8Array): Uint8Array {
  const reader = new Reader(applicationData, mimiLimits.applicationData, 'applicationData');
  const mediaType = reader.text(0, mimiLimits.mediaType, 'mediaType');
  readParameters(reader.vector(0, 4_096, 'parameters'));
  const content = reader.vector(0, mimiLimits.applicationData, 'content');
  reader.finish('applicationData');
  if (mediaType !== '' && mediaType.toLowerCase() !== mimiMediaType) {
    throw new FrankingError('invalid-value', 'cannot open a media type other than application/mimi-content');
  }
  return content;
}

function readParameters(bytes: Uint8Array): void {
  const reader = new Reader(bytes, 4_096, 'parameters');
  for (let count = 1; !reader.done; count++) {
    if (count > mimiLimits.mediaTypeParameters)
      throw new FrankingError('too-many-items', 'cannot read so many parameters');
    reader.vector(1, mimiLimits.mediaType, 'parameterName');
    reader.vector(0, mimiLimits.mediaType, 'parameterValue');
  }
}
