import { catalogs } from '@heart-survey/shared/languages/languages';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { everyFamily, fallbacks, type Family } from './fonts.ts';

/**
 * Runs layout checks in one browser for each font family, from narrow to wide. Every layout must fit in all of them.
 * @param checks registers tests, which request the family's browser when they run.
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

/** The room to spare: a layout must fit a space that is this much smaller. */
export const roomToSpare = 0.98;

/** Fails unless the browser uses that family for every language, whatever is requested, and has every character. */
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

/** The families that the page's text really uses. */
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
