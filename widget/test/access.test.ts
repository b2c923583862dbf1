import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { open, rate, script, tag, type Stage } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => stage.close());

const press = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send my answers' }).click();

const states: Record<string, (page: Page) => Promise<void>> = {
  empty: (page) => page.getByRole('button').waitFor(),
  'in error': async (page) => {
    await press(page);
    await page.locator('heart-survey .problem').waitFor();
  },
  thanked: async (page) => {
    await rate(page, { Overall: 'Agree' });
    await press(page);
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  },
};

describe.each(Object.entries(states))('%s', (_, reach) => {
  test.each(['light', 'dark'] as const)('has nothing that axe finds fault with, on a %s page', async (colorScheme) => {
    stage = await open(browser, `<style>:root { color-scheme: ${colorScheme} }</style>${tag}${script}`, {
      colorScheme,
    });
    const { page } = stage;
    // axe passes on a page without the form too, so the form is there first.
    await page.getByRole('button', { name: 'Send my answers' }).waitFor();
    expect(
      await page.locator('heart-survey').evaluate((one) => one.shadowRoot?.querySelectorAll('fieldset').length),
    ).toBe(6);
    await reach(page);
    const { violations, passes } = await audit(page);
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const inside = passes.flatMap(({ nodes }) => nodes).filter(({ target }) => Array.isArray(target[0]));
    expect(inside.length).toBeGreaterThan(0);
  });

  test.each([320, 256])('fits %i pixels without scrolling sideways', async (width) => {
    stage = await open(browser, undefined, { viewport: { width, height: 640 } });
    await reach(stage.page);
    const [content, room] = await stage.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    expect(content).toBe(room);
  });
});

test('says which language it speaks, whatever the language of the page', async () => {
  stage = await open(browser, `<div lang="ar" dir="rtl">${tag}</div>${script}`);
  const legend = stage.page.getByRole('group', { name: 'Helpfulness' });
  expect(await legend.evaluate((one) => one.closest('[lang]')?.getAttribute('lang'))).toBe('en');
  expect(await legend.evaluate((one) => getComputedStyle(one).direction)).toBe('ltr');
});

test('every statement can be answered and sent by keyboard alone', async () => {
  stage = await open(browser);
  const { page } = stage;
  await page.getByRole('button').waitFor();
  for (let statement = 0; statement < 6; statement += 1) {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Tab');
  await page.keyboard.type('Thank you.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  expect(Object.values(stage.sent[0]?.ratings ?? {})).toEqual([2, 2, 2, 2, 2, 2]);
});

async function audit(page: Page): Promise<AxeResults> {
  await page.evaluate(axe);
  return page.evaluate<AxeResults>('axe.run()');
}
