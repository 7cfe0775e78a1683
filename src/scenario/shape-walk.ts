// Walks the shape of a scenario: to find the keys of a value that it does not know, and to print it
// as JSON Schema (draft 2020-12).

import type * as v from 'valibot';
import type { Fault } from './fault.ts';

/** What this file reads of a valibot schema. */
interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly item?: Shape;
  readonly items?: readonly Shape[];
  readonly options?: readonly unknown[];
  readonly wrapped?: Shape;
  readonly value?: Shape;
  readonly literal?: unknown;
  readonly key?: string;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

// A schema's public fields are typed per kind; here they are read by name.
const asShape = (schema: v.GenericSchema): Shape => schema as unknown as Shape;

/** Keys that the shape does not name; they are ignored. */
export function unknownKeys(schema: v.GenericSchema, value: unknown): Fault[] {
  const faults: Fault[] = [];
  visit(asShape(schema), value, '', faults);
  return faults;
}

function visit(shape: Shape, value: unknown, path: string, faults: Fault[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (shape.type === 'exact_optional' && shape.wrapped) visit(shape.wrapped, value, path, faults);
  if (shape.type === 'array' && shape.item && Array.isArray(value)) {
    value.forEach((item, i) => visit(shape.item as Shape, item, `${path}[${i}]`, faults));
  }
  if (shape.type === 'variant') {
    const option = optionFor(shape, value);
    if (option) visit(option, value, path, faults);
  }
  if (shape.type !== 'object' || shape.entries === undefined) return;
  for (const [key, part] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    const entry = Object.hasOwn(shape.entries, key) ? shape.entries[key] : undefined;
    if (entry) visit(entry, part, at, faults);
    else faults.push({ path: at, what: 'is not known and is ignored', expected: 'no such key' });
  }
}

function optionFor(shape: Shape, value: object): Shape | undefined {
  const key = shape.key ?? '';
  const named = (value as Record<string, unknown>)[key];
  const options = (shape.options ?? []) as readonly Shape[];
  return options.find((option) => option.entries?.[key]?.literal === named);
}

/** JSON Schema of a shape. */
export function jsonSchemaOf(schema: v.GenericSchema): Record<string, unknown> {
  return toJson(asShape(schema));
}

function toJson(shape: Shape): Record<string, unknown> {
  return { ...bareJson(shape), ...constraints(shape) };
}

function bareJson(shape: Shape): Record<string, unknown> {
  switch (shape.type) {
    case 'exact_optional':
      return toJson(shape.wrapped as Shape);
    case 'object':
      return objectJson(shape);
    case 'array':
      return { type: 'array', items: toJson(shape.item as Shape) };
    case 'strict_tuple':
      return {
        type: 'array',
        prefixItems: (shape.items ?? []).map(toJson),
        minItems: shape.items?.length,
        maxItems: shape.items?.length,
      };
    case 'variant':
      return { oneOf: (shape.options as readonly Shape[]).map(toJson) };
    case 'record':
      return { type: 'object', additionalProperties: toJson(shape.value as Shape) };
    case 'picklist':
      return { enum: shape.options };
    case 'literal':
      return { const: shape.literal };
    default:
      return { type: shape.type };
  }
}

function objectJson(shape: Shape): Record<string, unknown> {
  const entries = Object.entries(shape.entries ?? {});
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, entry]) => [key, toJson(entry)])),
    required: entries.filter(([, entry]) => entry.type !== 'exact_optional').map(([key]) => key),
  };
}

const KEYWORDS: Readonly<Record<string, string>> = {
  min_length: 'minLength',
  max_length: 'maxLength',
  min_value: 'minimum',
  max_value: 'maximum',
  max_entries: 'maxProperties',
};

function constraints(shape: Shape): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const action of shape.pipe ?? []) {
    const keyword = KEYWORDS[action.type];
    if (keyword !== undefined) {
      const isList = shape.type === 'array' && keyword === 'maxLength';
      found[isList ? 'maxItems' : keyword] = action.requirement;
    }
    if (action.type === 'integer') found['type'] = 'integer';
    if (action.type === 'regex') found['pattern'] = (action.requirement as RegExp).source;
    if (action.type === 'description') {
      found['description'] = (action as { readonly description?: string }).description;
    }
  }
  return found;
}
