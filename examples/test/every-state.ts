import { aCollector } from '@heart-survey/server/test/collector';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { audit } from '@heart-survey/widget/test/axe';
import { roomToSpare } from '@heart-survey/widget/test/in-every-family';
import { everyFamily, type Family } from '@heart-survey/widget/test/fonts';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { serving } from './site.ts';

/** One combination of language and display settings. */
export interface Combination {
  lang: string;
  theme: 'light' | 'dark' | 'forced colors';
  text: 100 | 200;
  script: boolean;
  family: Family;
}

const themes = ['light', 'dark', 'forced colors'] as const;

/** Combinations that cover every pair of language, theme, text size, script, and font family at least once. */
export const combinations: Combination[] = Object.keys(catalogs).flatMap((lang, index) =>
  themes.map((theme, turn) => ({
    lang,
    theme,
    text: (turn + index) % 2 === 0 ? 100 : 200,
    script: (turn + Math.floor(index / 2)) % 2 === 0,
    family: everyFamily[(turn + index + 2) % 3]!,
  })),
);

/** One theme for each language. Together, they have every theme, both sizes of text, and every family of fonts. */
export const onePerLanguage = combinations.filter((_, index) => {
  const language = Math.floor(index / themes.length);
  return index % themes.length === (language + Math.floor(language / 5)) % themes.length;
});

/** The narrowest window that a page must fit (WCAG 2.2, 1.4.10), minus the room to spare. */
export const viewport = { width: Math.floor(320 * roomToSpare), height: 640 };

export const settings = { LANGUAGES: Object.keys(catalogs).join() };

/** Opens and checks every page and every state of the form in that language. */
export async function expectEveryStateFits(browser: Browser, combination: Combination): Promise<void> {
  const text = catalogs[combination.lang]!;
  await using collector = await aCollector(settings);
  await collector.heart('settings', '--email', 'heart@example.gov', '--address', 'HEART Team; 100 Main Street');
  const context = await browser.newContext({
    viewport,
    colorScheme: combination.theme === 'dark' ? 'dark' : 'light',
    forcedColors: combination.theme === 'forced colors' ? 'active' : 'none',
    bypassCSP: true,
  });
  const page = await context.newPage();
  // axe needs JavaScript, so only the pages' own scripts are blocked.
  if (!combination.script) await page.route('**/assets/*.js', (route) => route.abort());
  const look = (what: string) => expectFit(page, combination, text, what);
  const open = async (path: string) => {
    await page.goto(`${collector.url}${path}?lang=${combination.lang}`, { waitUntil: 'networkidle' });
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
  if (combination.script) {
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
    await look('saved');
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

/** The same for the element, on a page in its language. */
export async function expectElementFits(browser: Browser, combination: Combination): Promise<void> {
  const { lang, theme } = combination;
  const text = catalogs[lang]!;
  await using collector = await aCollector(settings);
  await using site = await serving(() => ({
    page: `<!doctype html><html lang="${lang}" dir="${text.direction}"><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1"><title>${text.title}</title>
      <style>:root { color-scheme: ${theme === 'dark' ? 'dark' : 'light'}; background: Canvas; color: CanvasText }</style>
      <main><h1>HEART</h1><heart-survey region="central" display="dialog" languages="${Object.keys(catalogs).join(' ')}"></heart-survey></main>
      <script type="module" src="${collector.url}/widget/v1/heart-survey.js"></script>`,
  }));
  const page = await browser.newPage({
    viewport,
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    forcedColors: theme === 'forced colors' ? 'active' : 'none',
  });
  const look = (what: string) => expectFit(page, combination, text, `element, ${what}`);
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

/**
 * The page as it is now fits, has the right language, and axe finds nothing.
 * @param isLeftToUs whether the test checks what axe says needs review.
 */
export async function expectFit(
  page: Page,
  combination: Pick<Combination, 'text'>,
  text: Pick<Catalog, 'tag' | 'direction'>,
  what: string,
  isLeftToUs: (finding: string) => boolean = () => false,
): Promise<void> {
  if (combination.text === 200) await page.addStyleTag({ content: ':root { font-size: 200% }' });
  // Content that is not laid out until it is visible cannot be measured before that.
  await page.addStyleTag({ content: '* { content-visibility: visible !important }' });
  // Text that scrolled under the dialog's bar is not visible, so its contrast does not matter.
  await page.evaluate(() =>
    document.querySelector('heart-survey')?.shadowRoot?.querySelector('dialog')?.scrollTo(0, 0),
  );
  const { findings, inPage, inShadow } = await audit(page);
  expect(inPage + inShadow, what).toBeGreaterThan(5);
  expect(
    findings.filter((finding) => !isLeftToUs(finding)),
    what,
  ).toEqual([]);
  const { lang, dir, sideways, clipped, languages } = await page.evaluate(measured);
  expect({ lang, dir }, what).toEqual({ lang: text.tag, dir: text.direction });
  expect({ sideways, clipped }, what).toEqual({ sideways: 0, clipped: [] });
  for (const named of languages) {
    const language = Object.values(catalogs).find(({ name }) => name === named.text);
    if (language) expect(named, what).toMatchObject({ lang: language.tag });
  }
}

/** Runs in the page: checks the layout and the language of the language names. */
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
      .filter(
        (one) =>
          one instanceof HTMLElement &&
          !one.matches('textarea, input, select, .signature-block, [role="region"][tabindex="0"]'),
      )
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map(({ localName, className }) => `${localName}.${className}`),
    languages: names.map((one) => ({ text: one.textContent.trim(), lang: one.getAttribute('lang') })),
  };
}
