import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { addGroups } from '@heart-survey/server/test/groups';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { audit } from '@heart-survey/widget/test/axe';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSite } from './test/site.ts';
import { heading, press } from './test/survey-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A department that asks, with a long name that has no space, and names in no other language. */
async function anAskingCollector(): Promise<TestCollector> {
  const collector = await aCollector({ LANGUAGES: Object.keys(catalogs).join(',') });
  await addGroups(collector.db);
  await collector.db.$client.execute(
    `UPDATE customer_group SET names = '{"en":"Representative of a ${'w'.repeat(30)}"}' WHERE id = 3`,
  );
  return collector;
}

async function stored({ db }: TestCollector) {
  const { rows } = await db.$client.execute(
    'SELECT code FROM response LEFT JOIN customer_group g ON g.id = group_id ORDER BY response.rowid',
  );
  return rows.map(({ code }) => code);
}

const question = (page: Page, tag = 'en') => page.getByRole('group', { name: catalogs[tag]!.group });
const choice = (page: Page, name: string | RegExp) => question(page).getByRole('radio', { name });

test('without JavaScript, keeps the group through a problem and a change of language, and stores it', async () => {
  await using collector = await anAskingCollector();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${collector.url}/s/central?group=client`);
  expect(await choice(page, 'Client').isChecked()).toBe(true);
  await choice(page, /^Family/).check();
  await press(page);
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  expect(await choice(page, /^Family/).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Español' }).click();
  expect(await question(page, 'es').getByRole('radio', { name: 'Familiar' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('#overall-5').check();
  await press(page);
  await heading(page, 'Thank you').waitFor();
  await page.goto(`${collector.url}/s/central?group=client`);
  await page.locator('#overall-5').check();
  await choice(page, 'I would rather not say').check();
  await press(page);
  await heading(page, 'Thank you').waitFor();
  expect(await stored(collector)).toEqual(['family', null]);
  await context.close();
});

test('with JavaScript, keeps the group through a reload, a change of language and a dead network', async () => {
  await using collector = await anAskingCollector();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${collector.url}/s/central?group=client`, { waitUntil: 'networkidle' });
  await choice(page, /^Family/).check();
  await page.reload({ waitUntil: 'networkidle' });
  await expect.poll(() => choice(page, /^Family/).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Español' }).click();
  await expect.poll(() => question(page, 'es').getByRole('radio', { name: 'Familiar' }).isChecked()).toBe(true);
  await page.locator('#overall-5').check();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Enviar mis respuestas' }).click();
  await heading(page, 'Sus respuestas están guardadas').waitFor();
  await context.setOffline(false);
  await heading(page, 'Gracias').waitFor();
  expect(await stored(collector)).toEqual(['family']);
  await context.close();
});

test('at a kiosk, shows the next person the question without an answer', async () => {
  await using collector = await anAskingCollector();
  const page = await browser.newPage();
  await page.clock.install();
  await page.goto(`${collector.url}/s/central?channel=kiosk`, { waitUntil: 'networkidle' });
  await choice(page, 'Client').check();
  await page.locator('#overall-5').check();
  await press(page);
  await heading(page, 'Thank you').waitFor();
  await page.clock.fastForward(20_000);
  await heading(page, 'How are we doing?').waitFor();
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
  expect(await stored(collector)).toEqual(['client']);
  await page.close();
});

test.each(Object.keys(catalogs))(
  'asks in %s on the page and in the element at 320 pixels, without axe findings',
  async (lang) => {
    await using collector = await anAskingCollector();
    await using site = await aSite('agency-page.html', collector.url);
    for (const open of [
      (page: Page) => page.goto(`${collector.url}/s/central?lang=${lang}&group=client`),
      async (page: Page) => {
        await page.goto(site.url, { waitUntil: 'networkidle' });
        await page.evaluate((tag) => document.querySelector('heart-survey')!.setAttribute('lang', tag), lang);
        await page.getByRole('heading', { name: catalogs[lang]!.title }).waitFor();
        await page.getByRole('textbox').focus();
      },
    ]) {
      const page = await browser.newPage({ viewport: { width: 320, height: 800 }, bypassCSP: true });
      await open(page);
      await question(page, lang).waitFor();
      await question(page, lang).getByRole('radio').first().check();
      // The example's page has no landmarks around the element.
      const { findings } = await audit(page);
      expect(findings.filter((finding) => !/^(?:region|landmark-one-main): /.test(finding))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      const sizes = await question(page, lang)
        .locator('label')
        .evaluateAll((all) =>
          all.map((one) => ({ height: one.clientHeight, spare: one.clientWidth - one.scrollWidth })),
        );
      expect(sizes.length).toBe(4);
      for (const { height, spare } of sizes) expect([height >= 42, spare >= 0]).toEqual([true, true]);
      if (process.env['GROUP_PICTURES']) {
        await question(page, lang).screenshot({
          path: `${process.env['GROUP_PICTURES']}/${lang}-${page.url().includes('/s/') ? 'page' : 'element'}.png`,
        });
      }
      await page.close();
    }
  },
);
