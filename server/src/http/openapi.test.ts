import { expect, test } from 'vitest';
import { badBodies } from '../../test/bad-bodies.ts';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { deviations, unchecked, type Schema } from '../../test/json-schema.ts';
import { aPerson } from '../../test/staff.ts';

interface Operation {
  operationId: string;
  responses: Record<string, { headers?: Record<string, unknown>; content: Record<string, { schema?: Schema }> }>;
  parameters?: { name: string; schema: Schema }[];
  security?: unknown;
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: Record<string, { type: string; scheme?: string; name?: string }> };
}

const documentOf = async ({ url }: TestCollector) => (await (await fetch(`${url}/openapi.json`)).json()) as Document;
const quarter = '/api/v1/departments/{department}/quarters/{quarter}';
const plans = '/api/v1/departments/{department}/plans';
const published = '/results/{department}/{quarter}';
const ofPublished = [
  `${published}.csv-metadata.json`,
  `${published}.json`,
  `${published}.csv`,
  '/widget/v1/results/{department}.json',
];
const ofGroups = ['csv-metadata.json', 'json', 'csv'].map((ending) => `/results/{department}/groups/{year}.${ending}`);
const catalog = '/data.json';
/** Open to anyone, so they have no 401. */
const keys = '/.well-known/heart-survey-keys';

test('the document has every API path, and a unique name for each operation', async () => {
  await using collector = await aCollector();
  const { openapi, paths } = await documentOf(collector);
  expect(openapi).toMatch(/^3\.1/);
  expect(Object.keys(paths)).toEqual([
    '/api/v1/responses',
    '/api/v1/departments',
    '/api/v1/departments/{department}/regions',
    '/api/v1/departments/{department}/quarters',
    '/api/v1/departments/{department}/months',
    quarter,
    `${quarter}.csv`,
    `${quarter}.xlsx`,
    `${quarter}/responses.csv`,
    plans,
    `${quarter}.pdf`,
    `${quarter}/submission`,
    ...ofGroups,
    ...ofPublished.slice(0, 3),
    catalog,
    ofPublished[3],
    keys,
  ]);
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(21);
  for (const path of [`${quarter}.csv`, `${quarter}.xlsx`, ...ofPublished.slice(0, 3)]) {
    expect(paths[path]!['get']!.parameters!.map(({ name }) => name)).toEqual(['department', 'quarter']);
  }
});

/** They check their query. */
const withQuery = [plans, `${quarter}.pdf`];

test('the document lists every status of an answer, with its headers', async () => {
  await using collector = await aCollector();
  const { paths } = await documentOf(collector);
  const statuses = (path: string, method: string) => Object.keys(paths[path]![method]!.responses).join(' ');
  expect(statuses('/api/v1/responses', 'post')).toBe('200 201 400 403 404 409 410 413 415 429 500 503');
  expect(statuses('/api/v1/departments', 'get')).toBe('200 401 403 500 503');
  expect(statuses(keys, 'get')).toBe('200 500 503');
  for (const path of withQuery) expect(statuses(path, 'get'), path).toBe('200 400 401 403 404 500 503');
  for (const path of ofPublished) expect(statuses(path, 'get'), path).toBe('200 304 404 410 429 500 503');
  for (const path of ofGroups) expect(statuses(path, 'get'), path).toBe('200 304 404 429 500 503');
  expect(statuses(catalog, 'get')).toBe('200 304 429 500 503');
  const others = new Set([...withQuery, ...ofGroups, ...ofPublished, catalog, keys]);
  for (const path of Object.keys(paths).slice(2)) {
    if (!others.has(path)) expect(statuses(path, 'get'), path).toBe('200 401 403 404 500 503');
  }
  const headers = (path: string, method: string, status: number) =>
    Object.keys(paths[path]![method]!.responses[status]!.headers ?? {});
  expect(headers('/api/v1/responses', 'post', 429)).toEqual(['Retry-After']);
  expect(headers(quarter, 'get', 503)).toEqual(['Retry-After']);
  expect(headers(quarter, 'get', 401)).toEqual(['WWW-Authenticate']);
  expect(headers(`${quarter}.csv`, 'get', 200)).toEqual(['Content-Disposition']);
});

test('the document lists all ways to authenticate: bearer token, Basic, and session cookie', async () => {
  await using collector = await aCollector();
  const { paths, components } = await documentOf(collector);
  expect(paths[keys]!['get']!.security).toBeUndefined();
  for (const path of Object.keys(paths).slice(1)) {
    if (path === keys || path === catalog || [...ofGroups, ...ofPublished].includes(path)) continue;
    expect(paths[path]!['get']!.security, path).toEqual([{ token: [] }, { tokenAsPassword: [] }, { session: [] }]);
  }
  const { token, tokenAsPassword, session } = components.securitySchemes;
  expect([token!.scheme, tokenAsPassword!.scheme]).toEqual(['bearer', 'basic']);
  const { cookie } = await aPerson(collector, 'ambassador');
  expect(cookie).toContain(`${session!.name}=`);
});

test('the document rejects every body the intake rejects', async () => {
  await using collector = await aCollector();
  const { paths } = await documentOf(collector);
  const { schema } = paths['/api/v1/responses']!['post']!.requestBody!.content['application/json']!;
  let compared = 0;
  for (const { what, status, body } of badBodies) {
    const sent = status === 400 && typeof body === 'string' ? parsed(body) : undefined;
    if (sent === undefined) continue;
    expect(deviations(schema, sent.value), what).not.toEqual([]);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(80);
});

test('the document accepts every body the intake accepts', async () => {
  await using collector = await aCollector();
  const { paths } = await documentOf(collector);
  const { schema } = paths['/api/v1/responses']!['post']!.requestBody!.content['application/json']!;
  const odd = [7, true, null, [], {}, '', 'x'.repeat(201)];
  const bodies = [
    aResponse(),
    aResponse({ ratings: { respect: 1 } }),
    aResponse({ comment: null, wording: null }),
    aResponse({ comment: 'x'.repeat(4000), wording: 1 }),
    ...odd.flatMap((value) =>
      ['language', 'channel', 'employee', 'mayShow', 'group', 'campaign'].map((hint) => aResponse({ [hint]: value })),
    ),
  ];
  for (const body of bodies) {
    expect(deviations(schema, body), JSON.stringify(body).slice(-80)).toEqual([]);
    expect((await send(collector, body)).status).toBe(201);
  }
});

test('describes a list of fixed length without keywords that only some tools know', async () => {
  await using collector = await aCollector();
  const document = JSON.stringify(await documentOf(collector));
  expect(document).toContain('"maxItems":5');
  expect(document).not.toContain('prefixItems');
});

test('describes every body with keywords and formats that our own checks know', async () => {
  await using collector = await aCollector();
  const operations = Object.values((await documentOf(collector)).paths).flatMap((methods) => Object.values(methods));
  const bodies = operations.flatMap(({ requestBody, responses }) => [requestBody, ...Object.values(responses)]);
  const contents = bodies.flatMap((body): { schema?: Schema }[] => Object.values(body?.content ?? {}));
  const schemas = contents.map(({ schema }) => schema).filter((schema) => schema !== undefined);
  expect(schemas.length).toBeGreaterThan(20);
  expect(schemas.flatMap(unchecked)).toEqual([]);
});

test('the docs page names every path and needs no script', async () => {
  await using collector = await aCollector();
  const page = await (await fetch(`${collector.url}/docs`)).text();
  expect(page).toContain('POST /api/v1/responses');
  expect(page).toContain('ratings.timeliness');
  expect(page).toContain('/quarters/{quarter}.xlsx');
  expect(page).not.toContain('<script');
});

function parsed(body: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}
