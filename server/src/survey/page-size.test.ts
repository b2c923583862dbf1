import { brotliCompressSync, gzipSync } from 'node:zlib';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';

test.each(Object.keys(catalogs))('in %s, is usable after 8 kB and loads 20 kB in total', async (lang) => {
  await using collector = await aCollector({ LANGUAGES: Object.keys(catalogs).join() });
  const page = await (await fetch(`${collector.url}/s/central?lang=${lang}`)).text();
  const loads = [...page.matchAll(/"(\/(?:assets\/)?[-\w.]+\.(?:js|json|svg))"/g)].map(([, path]) => path!);
  expect(loads.map((path) => path.replace(/-[-\w]{16}\./, '.'))).toEqual([
    '/favicon.svg',
    `/assets/${lang}.json`,
    '/assets/survey.js',
  ]);
  const parts = await Promise.all(loads.map(async (path) => (await fetch(collector.url + path)).text()));
  // Once as an old phone loads them, and once as others do.
  for (const size of [(text: string) => gzipSync(text).length, (text: string) => brotliCompressSync(text).length]) {
    expect(size(page)).toBeLessThanOrEqual(8000);
    expect([page, ...parts].reduce((sum, part) => sum + size(part), 0)).toBeLessThanOrEqual(20_000);
  }
});

test('does not load Lit on the survey page', async () => {
  await using collector = await aCollector();
  const page = await (await fetch(`${collector.url}/s/central`)).text();
  const [, path] = /<script type="module" src="([^"]*)"/.exec(page)!;
  const script = await (await fetch(collector.url + path!)).text();
  expect(script.length).toBeGreaterThan(1000);
  expect(script).not.toMatch(/lit\$|createPolicy|_\$litType/);
});
