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
      if (takesBytes(operation.operationId)) operation.requestBody = bytesBody;
      if (returnsBytes(operation.operationId)) {
        operation.responses = {
          ...record(operation.responses),
          '200': { description: 'Bytes', content: imageContent },
        };
      }
    }
  }
  document.webhooks = { enforcement: enforcementWebhook };
  document.components.schemas = usedSchemas(document);
  // Parsing moved the named members to the front; people expect these two there.
  return { openapi: document.openapi, info: document.info, ...document };
}

const bytes = { type: 'string', format: 'binary' };
const bytesBody = { required: true, content: { 'application/octet-stream': { schema: bytes } } };
const imageContent = { 'image/*': { schema: bytes } };

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

function operationOf(operationId: string | undefined): Operation | undefined {
  return Object.entries(operations).find(([id]) => id === operationId)?.[1];
}

function takesBytes(operationId: string | undefined): boolean {
  return operationOf(operationId)?.binaryBody === true;
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
