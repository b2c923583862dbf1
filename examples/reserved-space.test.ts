import { readFile } from 'node:fs/promises';
import { aCollector } from '@heart-survey/server/test/collector';
import { publishFirst } from '@heart-survey/server/test/publishing';
import { inEveryFamily } from '@heart-survey/widget/test/in-every-family';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { serving } from './test/site.ts';

const guide = readFile(new URL('../docs/webmaster.md', import.meta.url), 'utf8');

interface Reserved {
  tag: string;
  element: string;
  /** Something in it that shows that it is complete. */
  isShown: (element: Locator) => Locator;
}

const elements: Reserved[] = [
  {
    tag: '<heart-survey region="central"></heart-survey>',
    element: 'heart-survey',
    isShown: (element) => element.getByRole('button'),
  },
  {
    tag: '<heart-results department="cws"></heart-results>',
    element: 'heart-results',
    isShown: (element) => element.getByRole('img'),
  },
];

inEveryFamily((browser) => {
  describe.each(elements)('of <$element>', ({ tag, element, isShown }) => {
    test.each([320, 390, 768, 1280])('is reserved with the rule in the guide at %i px', async (width) => {
      const [, rule] = new RegExp(`\`\`\`css\\n(${element}:not.*?)\`\`\``, 's').exec(await guide)!;
      await using collector = await aCollector();
      await publishFirst(collector);
      await using site = await serving(() => ({
        page: `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>
        <style>body { margin: 0 } ${rule}</style>${tag}<p id="below">Below</p>`,
      }));
      const page = await browser().newPage({ viewport: { width, height: 800 } });
      await page.goto(site.url);
      const below = () => page.locator('#below').evaluate((one) => one.getBoundingClientRect().top + scrollY);
      const before = await below();
      await page.addScriptTag({ type: 'module', url: `${collector.url}/widget/v1/${element}.js` });
      await isShown(page.locator(element)).waitFor();
      expect(await below()).toBe(before);
      await page.close();
    });
  });
});
