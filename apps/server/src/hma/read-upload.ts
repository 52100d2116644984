import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { badRequest, HmaError } from './hma-error.ts';
import type { HmaLimits } from './limits.ts';
import { readContentType } from './signal-types.ts';
import { type Media, takeMedia, tooLarge } from './take-media.ts';

/** Room for the heads of parts and the few fields that may stand beside the file. */
const beside = 64 * 1024;

export interface Upload {
  readonly media: Media;
  /** Names of the form's other fields. */
  readonly fields: readonly string[];
}

/**
 * Reads the one file of a form; its field is named `photo` or `video`.
 * @throws HmaError 400, 413
 */
export async function readUpload(request: FastifyRequest, limits: HmaLimits): Promise<Upload> {
  if (!request.isMultipart()) throw badRequest('Missing multipart/form-data file upload');
  if (Number(request.headers['content-length'] ?? '0') > limits.videoBytes + beside) throw tooLarge();
  let media: Media | null = null;
  const fields: string[] = [];
  try {
    for await (const part of request.parts({ limits: partLimits(limits) })) {
      if (part.type === 'field') {
        fields.push(part.fieldname);
        continue;
      }
      if (media !== null) throw badRequest('Only one file allowed per request');
      media = await takeMedia(readContentType(part.fieldname), part.file, limits);
    }
  } catch (error) {
    if (error instanceof HmaError) throw error;
    throw badRequest(`The form cannot be read: ${reasonOf(error)}`);
  }
  if (media === null) throw badRequest('Missing multipart/form-data file upload');
  return { media, fields };
}

function partLimits(limits: HmaLimits) {
  return {
    fieldNameSize: 100,
    fieldSize: 16 * 1024,
    fields: 8,
    files: 2,
    parts: 10,
    headerPairs: 20,
    // Never reached: `takeMedia` refuses one byte less.
    fileSize: limits.videoBytes + 1,
  };
}

/** The parser's own words hold nothing of the form; an error without a code is not the parser's. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT' || code === 'FST_FIELDS_LIMIT') {
    return 'it has too many parts';
  }
  return 'it is broken or was cut off';
}
