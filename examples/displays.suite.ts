import { aCollector } from '@heart-survey/server/test/collector';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heading, press, rate } from './test/survey-page.ts';

// Every state of the survey page in every display setting.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const displays: Record<string, BrowserContextOptions & { css?: string }> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colors': { forcedColors: 'active' },
  'reduced motion': { reducedMotion: 'reduce' },
  '320 pixels': { viewport: { width: 320, height: 640 } },
  '200% text': { css: ':root { font-size: 200% }' },
};

describe.each(Object.entries(displays))('in %s', (_, { css = '', ...options }) => {
  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('%s, has no axe findings and no overflow in any state of the page', async (_, withScript) => {
    await using collector = await aCollector();
    const context = await browser.newContext({ ...options, bypassCSP: true });
    const page = await context.newPage();
    // axe needs JavaScript, so only the page's own script is blocked.
    if (!withScript) await page.route('**/assets/**', (route) => route.abort());
    const look = async () => {
      if (css !== '') await page.addStyleTag({ content: css });
      const { findings, inPage } = await audit(page);
      expect(inPage).toBeGreaterThan(10);
      const sideways = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      return { findings, sideways };
    };
    const clean = { findings: [], sideways: 0 };

    await page.goto(`${collector.url}/s/central`);
    expect(await page.getByRole('radio').count()).toBe(30);
    expect(await look()).toEqual(clean);
    await press(page);
    await heading(page, 'There is a problem').waitFor();
    expect(await page.getByRole('radio').count()).toBe(30);
    expect(await look()).toEqual(clean);
    await rate(page, /Overall/);
    await page.getByRole('textbox').fill('Call me at 619-555-0142.');
    expect(await page.getByText('This looks like a phone number').count()).toBe(withScript ? 1 : 0);
    expect(await look()).toEqual(clean);
    if (withScript) {
      await context.setOffline(true);
      await press(page);
      await heading(page, 'Your answers are saved on this device').waitFor();
      expect(await look()).toEqual(clean);
      await context.setOffline(false);
    } else {
      await press(page);
    }
    await heading(page, 'Thank you').waitFor();
    await page.waitForURL('**/thanks*');
    expect(await look()).toEqual(clean);
    await context.close();
  });
});
