import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useStages, type StageOptions } from './stage.ts';

const open = useStages();

test.each<[string, StageOptions]>([
  ['(prefers-color-scheme: dark)', { colorScheme: 'dark' }],
  ['(forced-colors: active)', { forcedColors: 'active' }],
  ['(prefers-reduced-motion: reduce)', { reducedMotion: 'reduce' }],
])('applies %s only to the page of the test that requests it', async (query, options) => {
  const holds = (page: Page) => page.evaluate((query) => matchMedia(query).matches, query);
  expect(await holds((await open('', options)).page)).toBe(true);
  expect(await holds((await open('')).page)).toBe(false);
});

test('collects what a page throws or rejects, but not what its policy blocks', async () => {
  const { errors } = await open(
    `<img src="CDN/blocked.png"><script>Promise.reject(new Error('rejected'))</script>
     <script>throw new Error('thrown')</script>`,
    { policy: "default-src 'none'; script-src 'unsafe-inline'" },
  );
  await expect.poll(() => errors.map(({ message }) => message).toSorted()).toEqual(['rejected', 'thrown']);
});
