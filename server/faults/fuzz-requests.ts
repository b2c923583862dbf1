import { items } from '@heart-survey/shared/items';
import fc from 'fast-check';
import { fromConsole } from '../test/staff.ts';
import type { Schema } from '../test/json-schema.ts';

// Valid, nearly valid and malicious requests.

export interface FuzzRequest {
  method: string;
  /** The path and query, as sent. */
  target: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** Everything that can be requested. */
export interface Surface {
  routes: { method: string; path: string }[];
  /** The field names of the pages. */
  fields: string[];
  /** Values from the URLs and fields of pages: ids, slugs, choices. */
  values: string[];
  /** The document's schema of a response. */
  body: Schema;
  /** Cookies and tokens of signed-in people, as request headers. */
  people: Record<string, string>[];
}

const hostile = [
  ...[
    '',
    ' ',
    '\0',
    '\r\nX-Injected: 1',
    '../../etc/passwd',
    '%00',
    '%E0%A4',
    '%',
    '//evil.example',
    '\\\\evil.example',
  ],
  ...[
    "' OR 1=1 --",
    '"; DROP TABLE response; --',
    '<script>alert(1)</script>',
    '${7*7}',
    '{{7*7}}',
    '=1+1',
    '@SUM(A1)',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    '-1',
    '0',
    '1e400',
    '9'.repeat(40),
    '٣',
    '１',
  ],
  ...[
    '\u202e',
    '\ufeff',
    '\ud800',
    '😀'.repeat(50),
    'x'.repeat(5000),
    '[]',
    '{}',
    'true',
    '2026-13',
    '2026-7',
    '0000-00',
  ],
  ...['2026-07-01', '9999-10', '2026-02-30', '1970-01-01', '-271821-04-20', '00000000-0000-0000-0000-000000000000'],
];
const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hostile) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** JSON that matches the schema. */
function conforming(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(conforming));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.format === 'uuid') return fc.uuid();
  if (schema.type === 'null') return fc.constant(null);
  if (schema.type === 'string') {
    return fc.string({
      unit: 'grapheme',
      minLength: schema.minLength ?? 0,
      maxLength: Math.min(schema.maxLength ?? 40, 40),
    });
  }
  if (schema.type === undefined) return fc.oneof(fc.constantFrom(null, 'es', 'embed'), fc.jsonValue());
  if (schema.type !== 'object') throw new Error(`No values for the type ${schema.type}.`);
  const properties = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, conforming(one)]);
  return fc.record(Object.fromEntries(properties) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: schema.required ?? [],
  });
}

/** The same with one thing wrong. */
function nearlyConforming(schema: Schema): fc.Arbitrary<unknown> {
  const wrong = fc.oneof(anyText, fc.jsonValue(), fc.constantFrom(-0, 1e308, 5.5, 6, '5', true, []));
  const field = fc.constantFrom(...Object.keys(schema.properties ?? {}), '__proto__', 'extra');
  const item = fc.constantFrom(...items, '__proto__', 'kindness');
  return fc.tuple(conforming(schema), field, item, wrong, fc.boolean()).map(([good, name, item, bad, isDeep]) => {
    const whole = { ...(good as object), region: 'central' } as Record<string, unknown>;
    return isDeep ? { ...whole, ratings: { ...(whole['ratings'] as object), [item]: bad } } : { ...whole, [name]: bad };
  });
}

const inRegion = (body: unknown) => ({ ...(body as object), region: 'central' });

const jsonOf = (schema: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: conforming(schema).map((body) => JSON.stringify(inRegion(body))) },
    { weight: 4, arbitrary: nearlyConforming(schema).map((body) => JSON.stringify(body) ?? '') },
    { weight: 1, arbitrary: fc.json({ maxDepth: 8 }) },
    { weight: 1, arbitrary: anyText },
    { weight: 1, arbitrary: fc.nat(30_000).map((depth) => '['.repeat(depth)) },
  );

/** A form with the names of real fields, and sometimes real values. */
function formOf({ fields, values }: Surface): fc.Arbitrary<[string, string][]> {
  const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fields) }, { weight: 1, arbitrary: anyText });
  const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, { weight: 2, arbitrary: anyText });
  return fc.array(fc.tuple(name, value), { maxLength: 12 });
}

const encode = (pairs: [string, string][]) => new URLSearchParams(pairs).toString();

function uploadOf(pairs: [string, string][]): string {
  const parts = pairs.map(([name, value], index) => {
    const file = index % 2 ? '; filename="lines.csv"\r\nContent-Type: text/csv' : '';
    return `--x\r\nContent-Disposition: form-data; name="${encodeURIComponent(name.toWellFormed())}"${file}\r\n\r\n${value}\r\n`;
  });
  return `${parts.join('')}--x--\r\n`;
}

type Payload = Pick<FuzzRequest, 'body'> & { type: string };

function payloads(surface: Surface): fc.Arbitrary<Payload> {
  const form = 'application/x-www-form-urlencoded';
  const upload = 'multipart/form-data; boundary=x';
  const types = [
    'text/plain',
    'application/json; charset=utf-16',
    'multipart/form-data',
    form,
    'application/json',
    upload,
  ];
  return fc.oneof(
    { weight: 5, arbitrary: formOf(surface).map((pairs) => ({ type: form, body: encode(pairs) })) },
    { weight: 5, arbitrary: jsonOf(surface.body).map((body) => ({ type: 'application/json', body })) },
    { weight: 1, arbitrary: formOf(surface).map((pairs) => ({ type: upload, body: uploadOf(pairs) })) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...types), fc.uint8Array({ maxLength: 200 })).map(([type, bytes]) => ({
        type,
        body: new Uint8Array(bytes),
      })),
    },
  );
}

/** A path with its parameters filled in: correctly, nearly, or not at all. */
function targets({ values, fields }: Surface, path: string): fc.Arbitrary<string> {
  const known: Record<string, string[]> = {
    department: ['cws', 'CWS', 'cws%20'],
    region: ['central', 'east', 'nowhere'],
    quarter: ['2026-07', '2026-04', '2026-07.csv', '2026-04.xlsx', '2026-05', '1900-01', '9999-07', '0001-01'],
  };
  const hole = (name: string) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...(known[name] ?? values), ...values) },
      { weight: 3, arbitrary: fc.constantFrom(...(known[name] ?? values)) },
      { weight: 2, arbitrary: anyText.map((text) => encodeURIComponent(text.toWellFormed())) },
    );
  const pieces = path.split('/').map((piece) => {
    const name = /^:(\w+)/.exec(piece)?.[1];
    return name === undefined ? fc.constant(piece) : hole(name);
  });
  const ask = fc.tuple(
    fc.constantFrom(...fields, 'lang', 'channel', 'overall', 'employee', 'next', 'notice', 'page', 'before', 'after'),
    fc.oneof(anyText, fc.constantFrom(...values)),
  );
  return fc.tuple(fc.tuple(...pieces), fc.array(ask, { maxLength: 3 })).map(([parts, query]) => {
    const asked = encode(query.map(([name, value]): [string, string] => [name, value.toWellFormed()]));
    return parts.join('/') + (asked === '' ? '' : `?${asked}`);
  });
}

const oddHeaders = fc.record(
  {
    'Accept-Language': fc.constantFrom('es', 'xx-'.repeat(500), ';q=', '*;q=NaN', 'en;q=1e400,es;q=-1'),
    'Accept-Encoding': fc.constantFrom('br', 'gzip;q=0', 'zstd', ',;=,'),
    'If-None-Match': fc.constantFrom('*', '""', 'W/"x"'),
    'X-Forwarded-For': fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom(',', ':::::', '[', 'x'.repeat(2000))),
    Range: fc.constantFrom('bytes=0-0', 'bytes=-1', 'lines=1'),
    Origin: fc.constantFrom('null', 'https://evil.example', 'http://localhost:0'),
    cookie: fc.constantFrom('heart.session_token=x', '=', 'a=%E0%A4', '__Secure-heart.session_token=a.b; '.repeat(20)),
    Authorization: fc.constantFrom('Bearer', 'Bearer x', 'Basic Og==', `Bearer ${'x'.repeat(4000)}`),
  },
  { requiredKeys: [] },
);

/** Any request to these routes; most use a route's method and a signed-in person. */
export function fuzzRequests(surface: Surface): fc.Arbitrary<FuzzRequest> {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY'];
  const person = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...surface.people) },
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: oddHeaders },
  );
  const endpoints = surface.routes.filter(({ path }) => path.startsWith('/api/') || path.startsWith('/s/'));
  const intake = endpoints.filter(({ method, path }) => method === 'POST' && path.endsWith('/responses'));
  const route = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...surface.routes) },
    { weight: 1, arbitrary: fc.constantFrom(...endpoints) },
    // Few of all requests store a response, unless this one is tried often.
    { weight: 1, arbitrary: fc.constantFrom(...intake) },
  );
  const site = fc.oneof(
    { weight: 9, arbitrary: fc.constant(fromConsole) },
    { weight: 1, arbitrary: fc.constant({ 'Sec-Fetch-Site': 'cross-site' }) },
  );
  return route.chain(({ method, path }) =>
    fc
      .tuple(
        fc.oneof({ weight: 9, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: fc.constantFrom(...methods) }),
        targets(surface, path),
        fc.tuple(oddHeaders, person, site),
        payloads(surface),
      )
      .map(([method, target, headers, { type, body }]) => {
        const all: Record<string, string> = Object.assign({}, ...headers);
        if (method === 'GET' || method === 'HEAD' || body === undefined) return { method, target, headers: all };
        return { method, target, headers: { ...all, 'Content-Type': type }, body };
      }),
  );
}

const bytes = fc.oneof(
  anyText,
  fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 60 }),
);

/** Bytes that roughly look like a request. */
export const rawRequests: fc.Arbitrary<string> = fc
  .record({
    method: fc.oneof(fc.constantFrom('GET', 'POST', 'TRACE', 'CONNECT', 'get', 'G ET', ''), bytes),
    target: fc.oneof(
      fc.constantFrom(
        '/',
        '*',
        '/s/../../console',
        '//evil.example/s/central',
        'http://evil.example/s/central',
        '/s/central#x',
      ),
      fc.constantFrom(
        `/${'a'.repeat(9000)}`,
        '/s/central?' + 'a=1&'.repeat(3000),
        '/s/central;x',
        '/\\evil.example',
        '/%2e%2e/',
      ),
      bytes.map((text) => `/s/${text}`),
      bytes.map((text) => `/api/v1/departments/${text}/quarters/2026-07`),
    ),
    version: fc.oneof(
      { weight: 5, arbitrary: fc.constant('HTTP/1.1') },
      fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9', ''),
    ),
    headers: fc.array(
      fc.oneof(
        fc.constantFrom('Host: collector', 'Host: evil.example', 'Content-Length: 5', 'Content-Length: 7', 'Expect: x'),
        fc.constantFrom(
          'Transfer-Encoding: chunked',
          'Transfer-Encoding: gzip',
          'Content-Type: application/json',
          'Upgrade: h2c',
        ),
        fc.constantFrom(
          'Connection: upgrade',
          'Cookie: a',
          'Content-Encoding: br',
          'Authorization: Bearer a',
          'Content-Type: ;;',
        ),
        fc.tuple(bytes, bytes).map(([name, value]) => `${name}: ${value}`),
      ),
      { maxLength: 6 },
    ),
    body: fc.oneof(fc.constant(''), fc.constant('{"a"}'), bytes),
  })
  .map(({ method, target, version, headers, body }) =>
    [`${method} ${target} ${version}`, ...headers, 'Host: collector', 'Connection: close', '', body].join('\r\n'),
  );
