import { readFile } from 'node:fs/promises';
import { aCollector } from '@heart-survey/server/test/collector';
import { inEveryFamily } from '@heart-survey/widget/test/in-every-family';
import { expect, test } from 'vitest';
import { serving } from './test/site.ts';

inEveryFamily((browser) => {
  test.each([320, 390, 768, 1280])(
    'reserves the survey’s space with the rule in the README at %i px',
    async (width) => {
      const readme = await readFile(new URL('../docs/webmaster.md', import.meta.url), 'utf8');
      const [, rule] = /```css\n(heart-survey.*?)```/s.exec(readme)!;
      await using collector = await aCollector();
      await using site = await serving(() => ({
        page: `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>
        <style>body { margin: 0 } ${rule}</style><heart-survey region="central"></heart-survey><p id="below">Below</p>`,
      }));
      const page = await browser().newPage({ viewport: { width, height: 800 } });
      await page.goto(site.url);
      const below = () => page.locator('#below').evaluate((one) => one.getBoundingClientRect().top + scrollY);
      const before = await below();
      await page.addScriptTag({ type: 'module', url: `${collector.url}/widget/v1/heart-survey.js` });
      await page.locator('heart-survey').getByRole('button').waitFor();
      expect(await below()).toBe(before);
      await page.close();
    },
  );
});
