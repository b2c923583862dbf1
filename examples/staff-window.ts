import type { Staff } from '@heart-survey/server/test/staff';
import type { Browser, Page } from 'playwright-core';

/**
 * A person's own browser window, where they are signed in to the console. JavaScript is off, because the console does not
 * need it. @param url the collector's.
 */
export async function staffWindow(browser: Browser, url: string, { cookie }: Pick<Staff, 'cookie'>): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const pairs = cookie.split('; ').filter((one) => one !== '');
  await context.addCookies(
    pairs.map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url })),
  );
  return context.newPage();
}
