import { catalogs } from '@heart-survey/shared/languages/languages';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { everyFamily, fallbacks, type Family } from './fonts.ts';

/**
 * Runs layout checks in a browser for each family of fonts, from narrow to wide: every layout has to fit in all of them.
 * @param checks registers tests, which ask for the family's browser when they run.
 */
export function inEveryFamily(checks: (browser: () => Browser, family: Family) => void): void {
  describe.each(everyFamily)('in %s', (family) => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser(family);
      await expectFamily(browser, family);
    });
    afterAll(() => browser.close());
    checks(() => browser, family);
  });
}

/** How much narrower and shorter than its room a layout has to fit, so that it does not just fit. */
export const roomToSpare = 0.98;

/** Fails unless that browser sets every language in that family, whatever is asked for, and has every letter of it. */
async function expectFamily(browser: Browser, family: Family): Promise<void> {
  const page = await browser.newPage();
  const texts = Object.values(catalogs).map(({ tag, scale }) => `<p lang="${tag}">${scale.join(' ')}</p>`);
  for (const asked of ['Arial', 'Calibri', 'system-ui', 'sans-serif', 'monospace']) {
    await page.setContent(`<body style="font-family: ${asked}">${texts.join('')}`);
    const used = await familiesUsed(page);
    expect(used, asked).toContain(family);
    expect([family, ...Object.keys(fallbacks)], asked).toEqual(expect.arrayContaining(used));
  }
  await page.close();
}

/** The families that the page's text is really set in. */
async function familiesUsed(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { nodes } = await session.send('DOM.getFlattenedDocument', { depth: -1 });
  const used = new Set<string>();
  for (const { nodeId, localName } of nodes) {
    if (localName !== 'p') continue;
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    for (const { familyName } of fonts) used.add(familyName);
  }
  await session.detach();
  return [...used];
}
