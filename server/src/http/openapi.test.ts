import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, unknown>; security?: unknown; requestBody?: Body }>>;
}
interface Body {
  content: Record<string, { schema: { required: string[]; properties: Record<string, { properties?: object }> } }>;
}

test('the document describes the intake and the figures from their own schemas', async () => {
  await using collector = await aCollector();
  const document = (await (await fetch(`${collector.url}/openapi.json`)).json()) as Document;
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths)).toEqual([
    '/api/v1/responses',
    '/api/v1/departments/{department}/quarters/{quarter}',
    '/api/v1/departments/{department}/quarters/{quarter}/responses.csv',
  ]);
  const intake = document.paths['/api/v1/responses']!['post']!;
  expect(Object.keys(intake.responses)).toEqual([
    '200',
    '201',
    '400',
    '403',
    '404',
    '409',
    '410',
    '413',
    '415',
    '429',
    '503',
  ]);
  const { schema } = intake.requestBody!.content['application/json']!;
  expect(schema.required).toEqual(['id', 'region', 'ratings']);
  expect(Object.keys(schema.properties)).toEqual([
    ...['id', 'region', 'ratings', 'comment', 'language', 'channel', 'employee', 'wording'],
  ]);
  expect(Object.keys(schema.properties['ratings']!.properties!)).toHaveLength(6);
  const figures = document.paths['/api/v1/departments/{department}/quarters/{quarter}']!['get']!;
  expect(figures.security).toEqual([{ token: [] }]);
  expect(JSON.stringify(figures.responses['200'])).toContain('topTwo');
});

test('the docs page names every path and needs no script', async () => {
  await using collector = await aCollector();
  const page = await (await fetch(`${collector.url}/docs`)).text();
  expect(page).toContain('POST /api/v1/responses');
  expect(page).toContain('ratings.timeliness');
  expect(page).toContain('responses.csv');
  expect(page).not.toContain('<script');
});
