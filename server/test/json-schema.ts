/** A JSON Schema as in the API document. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  items?: Schema;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  propertyNames?: Schema;
  minProperties?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  [notice: string]: unknown;
}

const checked = new Set(
  [
    'type',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'prefixItems',
    'minItems',
    'maxItems',
    'minProperties',
    'propertyNames',
    'not',
    'examples',
    'enum',
    'const',
  ].concat([
    'anyOf',
    'oneOf',
    'minimum',
    'maximum',
    'minLength',
    'maxLength',
    'pattern',
    'format',
    'description',
    'default',
  ]),
);
const formats: Record<string, RegExp> = {
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uri: /^[a-z][a-z\d+.-]*:\S+$/i,
  binary: /[^]*/,
};

/**
 * Where the value does not match the schema, by path; empty if it matches. Properties that are not in the schema count as
 * wrong too, because the document must describe everything we send.
 * @throws Error for an unknown keyword, so that nothing goes unchecked.
 */
export function deviations(schema: Schema, value: unknown, at = '$'): string[] {
  const unknown = Object.keys(schema).find((keyword) => !checked.has(keyword));
  if (unknown !== undefined) throw new Error(`${at}: the keyword ${unknown} is not checked.`);
  if (schema.anyOf) {
    const each = schema.anyOf.map((one) => deviations(one, value, at));
    return each.some((wrong) => wrong.length === 0) ? [] : [`${at} matches none of: ${each.map(String).join(' | ')}`];
  }
  if (schema.oneOf) {
    const each = schema.oneOf.map((one) => deviations(one, value, at));
    const matched = each.filter((wrong) => wrong.length === 0).length;
    return matched === 1 ? [] : [`${at} matches ${matched} of: ${each.map(String).join(' | ')}`];
  }
  if (schema.not && deviations(schema.not, value, at).length === 0) return [`${at} is what it must not be`];
  if (schema.const !== undefined && value !== schema.const) return [`${at} is not ${String(schema.const)}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is not one of ${schema.enum.join()}`];
  if (schema.type !== undefined && !isOf(schema.type, value)) return [`${at} is not of type ${schema.type}`];
  if (Array.isArray(value)) return ofList(schema, value, at);
  if (typeof value === 'object' && value !== null) return ofObject(schema, value as Record<string, unknown>, at);
  if (typeof value === 'number') return ofNumber(schema, value, at);
  return typeof value === 'string' ? ofText(schema, value, at) : [];
}

/** The keywords and formats anywhere in the schema that `deviations` could not check. */
export function unchecked(schema: Schema): string[] {
  const { properties = {}, items, prefixItems = [], anyOf = [], oneOf = [], not, propertyNames, format } = schema;
  const inside = [...Object.values(properties), ...prefixItems, ...anyOf, ...oneOf, items, not, propertyNames];
  return [
    ...Object.keys(schema).filter((keyword) => !checked.has(keyword)),
    ...(format === undefined || Object.hasOwn(formats, format) ? [] : [format]),
    ...inside.flatMap((one) => (one === undefined ? [] : unchecked(one))),
  ];
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type && value !== null && !Array.isArray(value);
}

function ofList(
  { items, prefixItems = [], minItems = 0, maxItems = Infinity }: Schema,
  value: unknown[],
  at: string,
): string[] {
  if (value.length < minItems || value.length > maxItems) return [`${at} is too short or too long`];
  return value.flatMap((one, index) => deviations(prefixItems[index] ?? items ?? {}, one, `${at}[${index}]`));
}

function ofNumber({ minimum = -Infinity, maximum = Infinity }: Schema, value: number, at: string): string[] {
  return value < minimum || value > maximum ? [`${at} is too small or too large`] : [];
}

function ofObject(
  { properties = {}, required = [], minProperties = 0, propertyNames = {} }: Schema,
  value: Record<string, unknown>,
  at: string,
): string[] {
  const names = Object.keys(value);
  if (names.length < minProperties) return [`${at} has too few properties`];
  const misnamed = names.flatMap((name) => deviations(propertyNames, name, `${at}.${name}`));
  if (misnamed.length > 0) return misnamed;
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, one]) =>
    Object.hasOwn(properties, name)
      ? deviations(properties[name]!, one, `${at}.${name}`)
      : [`${at}.${name} is not in the schema`],
  );
  return [...missing, ...wrong];
}

function ofText({ minLength = 0, maxLength = Infinity, pattern, format }: Schema, value: string, at: string): string[] {
  if (value.length < minLength || value.length > maxLength) return [`${at} is too short or too long`];
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return [`${at} does not match ${pattern}`];
  if (format === undefined) return [];
  if (!formats[format]) throw new Error(`${at}: the format ${format} is not checked.`);
  return formats[format].test(value) ? [] : [`${at} is not a valid ${format}`];
}
