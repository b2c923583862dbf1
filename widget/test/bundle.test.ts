import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { texts } from './stage.ts';

const dist = new URL('../dist/', import.meta.url);
const elements = ['heart-survey', 'heart-results'];
const read = (name: string) => readFileSync(new URL(`${name}.js`, dist));

test.each(['heart-survey.js', 'heart-results.js', 'page.js'])('builds %s as one self-contained file', (file) => {
  const code = readFileSync(new URL(file, dist), 'utf8');
  expect(code.length).toBeGreaterThan(1000);
  expect(code).not.toMatch(/\bimport\s*[({*"'`]|\bfrom\s*["'`]/);
});

test.each([
  ['heart-survey', 14_228],
  ['heart-results', 9000],
])('keeps the file of <%s> within %i bytes, compressed', (name, limit) => {
  const size = brotliCompressSync(read(name), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  expect(size).toBeLessThanOrEqual(limit);
});

describe.each(elements)('the file of <%s>', (name) => {
  const code = read(name).toString();

  test('contains neither the schema library nor the calendar', () => {
    expect(code).not.toMatch(/valibot|picklist|Temporal/i);
  });

  test("gives Lit's Trusted Types policy its own name", () => {
    expect(code).toMatch(new RegExp(`createPolicy\\([\`"']${name}[\`"']`));
    expect(code).not.toMatch(/createPolicy\([`"']lit-html/);
  });

  test('contains none of Lit’s hooks for polyfills and warnings', () => {
    expect(code).not.toMatch(/PolyfillSupport|HydrateSupport|(?:lit\w+|reactiveElement)Versions|not constructable/);
  });
});

test('contains none of the survey in the file of the results', () => {
  expect(read('heart-results').toString()).not.toMatch(/localStorage|heart-response|How are we doing/);
});

test("keeps each other language's texts within 2 kB, compressed", () => {
  expect(Object.keys(texts)).toEqual(['es', 'ar', 'zh-Hans', 'zh-Hant', 'tl', 'ko', 'fa', 'so', 'vi']);
  for (const [language, json] of Object.entries(texts))
    expect(brotliCompressSync(json).length, language).toBeLessThanOrEqual(2000);
});
