import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, test } from 'vitest';
import { texts } from './stage.ts';

const dist = new URL('../dist/', import.meta.url);
const bundle = readFileSync(new URL('heart-survey.js', dist));

test.each(['heart-survey.js', 'page.js'])('builds %s as one self-contained file', (file) => {
  const code = readFileSync(new URL(file, dist), 'utf8');
  expect(code.length).toBeGreaterThan(1000);
  expect(code).not.toMatch(/\bimport\s*[({*"'`]|\bfrom\s*["'`]/);
});

test('keeps the element’s file within 14 kB, compressed', () => {
  const size = brotliCompressSync(bundle, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  expect(size).toBeLessThanOrEqual(14_000);
});

test('contains neither the schema library nor the calendar', () => {
  expect(bundle.toString()).not.toMatch(/valibot|picklist|Temporal/i);
});

test("gives Lit's Trusted Types policy our own name", () => {
  expect(bundle.toString()).toMatch(/createPolicy\([`"']heart-survey/);
  expect(bundle.toString()).not.toMatch(/createPolicy\([`"']lit-html/);
});

test('contains none of Lit’s hooks for polyfills and warnings', () => {
  expect(bundle.toString()).not.toMatch(/PolyfillSupport|HydrateSupport|(?:lit\w+|reactiveElement)Versions/);
});

test("keeps each other language's texts within 2 kB, compressed", () => {
  expect(Object.keys(texts)).toEqual(['es', 'ar', 'zh-Hans', 'zh-Hant', 'tl', 'ko', 'fa', 'so', 'vi']);
  for (const [language, json] of Object.entries(texts))
    expect(brotliCompressSync(json).length, language).toBeLessThanOrEqual(2000);
});
