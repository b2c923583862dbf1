import { aCollector } from '@heart-survey/server/test/collector';
import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { catalogues } from '@heart-survey/shared/languages/languages';
import { audit } from '@heart-survey/widget/test/axe';
import { roomToSpare } from '@heart-survey/widget/test/in-every-family';
import { everyFamily, type Family } from '@heart-survey/widget/test/fonts';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { serving } from './site.ts';

/** A way of seeing the pages in a language. */
export interface Way {
  lang: string;
  theme: 'light' | 'dark' | 'forced colours';
  text: 100 | 200;
  script: boolean;
  family: Family;
}

const themes = ['light', 'dark', 'forced colours'] as const;

/** Ways in which every two of language, theme, size of text, script and family of fonts come together at least once. */
export const ways: Way[] = Object.keys(catalogues).flatMap((lang, place) =>
  themes.map((theme, turn) => ({
    lang,
    theme,
    text: (turn + place) % 2 === 0 ? 100 : 200,
    script: (turn + Math.floor(place / 2)) % 2 === 0,
    family: everyFamily[(turn + place + 2) % 3]!,
  })),
);

/** The narrowest window that a page has to fit (WCAG 2.2, 1.4.10), less the room to spare. */
const viewport = { width: Math.floor(320 * roomToSpare), height: 640 };

const settings = { LANGUAGES: Object.keys(catalogues).join() };

/** Goes through every page and every state of the form in that language, and looks at each. */
export async function expectEveryStateFits(browser: Browser, way: Way): Promise<void> {
  const text = catalogues[way.lang]!;
  await using collector = await aCollector(settings);
  await collector.heart('settings', '--email', 'heart@example.gov', '--address', 'HEART Team; 100 Main Street');
  const context = await browser.newContext({
    viewport,
    colorScheme: way.theme === 'dark' ? 'dark' : 'light',
    forcedColors: way.theme === 'forced colours' ? 'active' : 'none',
    bypassCSP: true,
  });
  const page = await context.newPage();
  // axe itself needs scripts to run, so the pages are left without their own alone.
  if (!way.script) await page.route('**/assets/*.js', (route) => route.abort());
  const look = (what: string) => expectFit(page, way, text, what);
  const open = async (path: string) => {
    await page.goto(`${collector.url}${path}?lang=${way.lang}`, { waitUntil: 'networkidle' });
    await look(path);
  };
  for (const path of ['/', '/privacy', '/accessibility', '/signature', '/print', '/print/central', '/s/nowhere'])
    await open(path);

  const press = () => page.getByRole('button', { name: text.send, exact: true }).click();
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
  await open('/s/central');
  expect(await page.getByRole('radio').count()).toBe(30);
  await press();
  await heading(text.problem);
  await look('nothing rated');
  await page.locator('#overall-4').check();
  await page.getByRole('textbox').fill('619-555-0142');
  if (way.script) {
    await page.getByText(text.personal).waitFor();
    await look('half answered, and warned');
    const goOn = Promise.withResolvers<void>();
    await page.route('**/api/v1/responses', async (route) => {
      await goOn.promise;
      await route.abort();
    });
    await press();
    await page.getByText(text.sending).waitFor();
    await look('sending');
    goOn.resolve();
    await heading(text.keptTitle);
    await look('kept');
    await page.unroute('**/api/v1/responses');
    await page.evaluate(() => dispatchEvent(new Event('online')));
  } else {
    await press();
  }
  await heading(text.thanksTitle);
  await look('thanked');
  await collector.db.$client.execute('UPDATE region SET retired_at = 0');
  await open('/s/central');
  await collector.db.$client.execute('ALTER TABLE region RENAME TO away');
  await open('/privacy');
  await open('/');
  await context.close();
}

/** The same for the element, in a page of its own language. */
export async function expectElementFits(browser: Browser, way: Way): Promise<void> {
  const { lang, theme } = way;
  const text = catalogues[lang]!;
  await using collector = await aCollector(settings);
  await using site = await serving(() => ({
    page: `<!doctype html><html lang="${lang}" dir="${text.direction}"><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1"><title>${text.title}</title>
      <style>:root { color-scheme: ${theme === 'dark' ? 'dark' : 'light'}; background: Canvas; color: CanvasText }</style>
      <main><h1>HEART</h1><heart-survey region="central" display="dialog" languages="${Object.keys(catalogues).join(' ')}"></heart-survey></main>
      <script type="module" src="${collector.url}/widget/v1/heart-survey.js"></script>`,
  }));
  const page = await browser.newPage({
    viewport,
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    forcedColors: theme === 'forced colours' ? 'active' : 'none',
  });
  const look = (what: string) => expectFit(page, way, text, `element, ${what}`);
  await page.goto(site.url, { waitUntil: 'networkidle' });
  await look('its button');
  await page.getByRole('button').click();
  await look('its dialog');
  await page.getByRole('button', { name: text.send, exact: true }).click();
  await page.getByRole('heading', { name: text.problem, exact: true }).waitFor();
  await look('nothing rated');
  await page.locator('#overall-4').check();
  await page.getByRole('button', { name: text.send, exact: true }).click();
  await page.getByRole('heading', { name: text.thanksTitle, exact: true }).waitFor();
  await look('thanked');
  await page.close();
}

async function expectFit(page: Page, way: Way, text: Catalogue, what: string): Promise<void> {
  if (way.text === 200) await page.addStyleTag({ content: ':root { font-size: 200% }' });
  // What is not laid out before it comes into view has no place yet that could be measured.
  await page.addStyleTag({ content: '* { content-visibility: visible !important }' });
  // What has gone below the bar of the dialog is out of sight, and nothing to be told the contrast of.
  await page.evaluate(() =>
    document.querySelector('heart-survey')?.shadowRoot?.querySelector('dialog')?.scrollTo(0, 0),
  );
  const { findings, inPage, inShadow } = await audit(page);
  expect(inPage + inShadow, what).toBeGreaterThan(5);
  expect(findings, what).toEqual([]);
  const { lang, dir, sideways, clipped, languages } = await page.evaluate(measured);
  expect({ lang, dir }, what).toEqual({ lang: text.tag, dir: text.direction });
  expect({ sideways, clipped }, what).toEqual({ sideways: 0, clipped: [] });
  for (const named of languages) {
    const language = Object.values(catalogues).find(({ name }) => name === named.text);
    if (language) expect(named, what).toMatchObject({ lang: language.tag });
  }
}

/** Runs in the page: how it is laid out, and which languages it names in what language. */
function measured() {
  const { lang, dir, scrollWidth, clientWidth } = document.documentElement;
  const all = [...document.querySelectorAll('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot ? one.shadowRoot.querySelectorAll('*') : []),
  ]);
  const shown = all.filter((one) => one.getClientRects().length > 0 && getComputedStyle(one).display !== 'inline');
  const names = all.filter((one) => one.matches('option, nav li > *'));
  return {
    ...{ lang, dir, sideways: scrollWidth - clientWidth },
    clipped: shown
      .filter((one) => one instanceof HTMLElement && !one.matches('textarea, input, select, .signature-block'))
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map(({ localName, className }) => `${localName}.${className}`),
    languages: names.map((one) => ({ text: one.textContent.trim(), lang: one.getAttribute('lang') })),
  };
}
