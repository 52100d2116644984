import type { Operation } from '@wellhouse/protocol';
import { z } from 'zod';

const id = '00000000-0000-4000-8000-000000000000';

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly format?: string;
  readonly pattern?: string;
}

/** The smallest body that an operation takes, made from its schema, with ids of nothing; null where that is not enough. */
export function sampleBody(operation: Operation): unknown {
  if (operation.body === undefined) return undefined;
  const schema = z.toJSONSchema(operation.body, { io: 'input', unrepresentable: 'any' }) as Schema;
  const body = sample(schema, schema.$defs ?? {});
  return operation.body.safeParse(body).success ? body : null;
}

function sample(schema: Schema, defs: Readonly<Record<string, Schema>>): unknown {
  if (schema.$ref !== undefined) return sample(defs[schema.$ref.replace('#/$defs/', '')] ?? {}, defs);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return sample(choices.find((one) => one.type !== 'null') ?? choices[0] ?? {}, defs);
  if (schema.allOf !== undefined && schema.type === undefined) return sample(Object.assign({}, ...schema.allOf), defs);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {}, defs)]),
      );
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => sample(schema.items ?? {}, defs));
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function sampleText({ format, minLength, maxLength, pattern, allOf }: Schema): string {
  const all = [pattern, ...(allOf ?? []).map((one) => one.pattern)].filter((one) => one !== undefined);
  if (format === 'uuid' || format === 'lowercase' || all.some((one) => one.includes('[0-9a-fA-F]{8}'))) return id;
  if (format === 'date-time') return '2026-01-01T00:00:00.000Z';
  if (format === 'email') return 'a@example.org';
  return 'a reason of some length'.padEnd(minLength ?? 0, '.').slice(0, maxLength);
}
