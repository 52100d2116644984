import { type Operation, operations } from '@wellhouse/protocol';
import { z } from 'zod';

const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string().optional() }))),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
type Document = z.infer<typeof Document>;

/** Brings the generated document to what the operations say: bodies of bytes, webhooks, and no schema that nothing uses. */
export function completeDocument(generated: unknown): Document {
  const document = Document.parse(generated);
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      // The generator's mark of a HEAD, which would else share its GET's name.
      if (operation.operationId?.endsWith('-head'))
        operation.operationId = operation.operationId.slice(0, -'-head'.length);
      const taken = bytesTaken(operation.operationId);
      if (taken !== null) operation.requestBody = bytesBody(taken);
      if (returnsBytes(operation.operationId)) {
        operation.responses = {
          ...record(operation.responses),
          '200': { description: 'Bytes', content: bytesContent(operation.operationId) },
        };
      }
    }
  }
  document.webhooks = { enforcement: enforcementWebhook, albumPicture: albumPictureWebhook };
  document.components.schemas = usedSchemas(document);
  // Parsing moved the named members to the front; people expect these two there.
  return { openapi: document.openapi, info: document.info, ...document };
}

const bytes = { type: 'string', format: 'binary' };
const bytesBody = (mediaType: string) => ({ required: true, content: { [mediaType]: { schema: bytes } } });
const mediaTypes: Readonly<Record<string, readonly string[]>> = {
  exportTable: ['text/csv', 'application/jsonl'],
  getMetrics: ['text/plain'],
};

function bytesContent(operationId: string | undefined): Record<string, { schema: object }> {
  const given = mediaTypes[operationId ?? ''] ?? ['image/*'];
  return Object.fromEntries(given.map((mediaType) => [mediaType, { schema: bytes }]));
}

const enforcementWebhook = {
  post: {
    operationId: 'receiveEnforcement',
    summary: 'What a delivery service is told to do about an account or a message',
    description:
      'Signed as Standard Webhooks (https://www.standardwebhooks.com). Sent again until it is answered with 2xx.',
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/EnforcementEvent' } } },
    },
    responses: { '2XX': { description: 'Done, or done before' } },
  },
};

const albumPictureWebhook = {
  post: {
    operationId: 'receiveAlbumPicture',
    summary: 'Where a picture of a shared album stands now',
    description:
      'Signed as Standard Webhooks (https://www.standardwebhooks.com). Sent again until it is answered with 2xx. Of two words about a picture the higher version holds.',
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/AlbumPictureEvent' } } },
    },
    responses: { '2XX': { description: 'Taken, or known before' } },
  },
};

function operationOf(operationId: string | undefined): Operation | undefined {
  return Object.entries(operations).find(([id]) => id === operationId)?.[1];
}

function bytesTaken(operationId: string | undefined): string | null {
  const operation = operationOf(operationId);
  return operation?.streamBody ?? (operation?.binaryBody === true ? 'application/octet-stream' : null);
}

function returnsBytes(operationId: string | undefined): boolean {
  return operationOf(operationId)?.success[1] === 'binary';
}

/** The generator lists every schema twice, as read and as written; those that no operation reaches go. */
function usedSchemas({ components, ...rest }: Document): Record<string, unknown> {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(components.schemas[name] ?? null);
    }
  };
  visit(rest);
  return Object.fromEntries(Object.entries(components.schemas).filter(([name]) => used.has(name)));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** zod writes two checks of one text as `allOf` and names the case check as its format; say what it is. */
export function nameFormats({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema.format === 'lowercase') jsonSchema.format = 'uuid';
}
