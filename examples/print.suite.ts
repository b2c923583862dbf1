import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { addGroups } from '@heart-survey/server/test/groups';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { inEveryFamily, roomToSpare } from '@heart-survey/widget/test/in-every-family';
import jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** As long as a county's web address. */
const origin = 'https://heartsurvey.example-county-services.gov';
const settings = { LANGUAGES: Object.keys(catalogs).join(), BASE_URL: origin };
/** As long as an agency's mailing address. */
const address =
  'Health and Human Services Agency; HEART Team, Mail Stop W-414; 100 Main Street, Suite 207; Springfield, CA 90000';
/** US Letter paper without its margins, in CSS pixels. */
const paper = { width: Math.floor(((215.9 - 16) / 25.4) * 96), height: Math.floor(((279.4 - 16) / 25.4) * 96) };

/** Reads the QR code on the poster as a camera would. */
async function scanned(page: Page): Promise<string | undefined> {
  const size = 300;
  const pixels = await page.locator('.code svg').evaluate(async (svg, size) => {
    const image = new Image();
    const copy = svg.cloneNode(true) as SVGElement;
    copy.setAttribute('width', String(size));
    copy.setAttribute('height', String(size));
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [size, size];
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0, size, size);
    // One character per pixel, black or white, because transferring a list of numbers takes seconds.
    const { data } = context.getImageData(0, 0, size, size);
    return Array.from({ length: size * size }, (_, at) =>
      data[4 * at + 3]! > 127 && data[4 * at]! < 128 ? 'b' : 'w',
    ).join('');
  }, size);
  const read = jsqr as unknown as typeof jsqr.default;
  const colors = Array.from(pixels, (pixel) => (pixel === 'b' ? [0, 0, 0, 255] : [255, 255, 255, 255])).flat();
  return read(new Uint8ClampedArray(colors), size, size)?.data;
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;

let collector: TestCollector;
beforeAll(async () => {
  collector = await aCollector(settings);
  await collector.heart('settings', '--address', address);
});
afterAll(() => collector[Symbol.asyncDispose]());

inEveryFamily((browser) => {
  test.each(Object.keys(catalogs))(
    'in %s, fits the form and the poster on one sheet each in large print, with room to spare',
    async (lang) => {
      const page = await browser().newPage({ viewport: paper, bypassCSP: true });
      await page.emulateMedia({ media: 'print' });
      await page.goto(`${collector.url}/print/north-coastal?lang=${lang}`);
      await expectSheetsFit(page);
      await expectForm(page, lang);
      expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(2);
      for (const sheet of ['form', 'poster']) {
        await page.goto(`${collector.url}/print/north-coastal?lang=${lang}&sheet=${sheet}`);
        expect(pagesOf(await page.pdf({ preferCSSPageSize: true })), sheet).toBe(1);
      }
      await page.close();
    },
  );
});

test('asks for the customer group on the same sheet in every language, and turns the page only if there are many', async () => {
  await using collector = await aCollector(settings);
  await collector.heart('settings', '--address', address);
  await addGroups(collector.db);
  const page = await browser.newPage({ viewport: paper, bypassCSP: true });
  const print = async (lang: string) => {
    await page.goto(`${collector.url}/print/north-coastal?lang=${lang}&sheet=form`);
    return pagesOf(await page.pdf({ preferCSSPageSize: true }));
  };
  for (const [lang, { group, noGroup }] of Object.entries(catalogs)) {
    expect(await print(lang), lang).toBe(1);
    const section = page.locator('section', { hasText: group });
    expect(await section.locator('li').count()).toBe(3);
    expect(await section.innerText()).not.toContain(noGroup);
  }
  const more = Array.from({ length: 7 }, (_, at) => `(1, 'group-${at}', '{"en":"${`Group ${at} `.repeat(6)}"}', 9, 0)`);
  await collector.db.$client.execute(
    `INSERT INTO customer_group (department_id, code, names, place, created_at) VALUES ${more.join()}`,
  );
  expect(await print('es')).toBe(2);
  await page.close();
});

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test.each(Object.keys(catalogs))('in %s, leads from the poster to the survey by QR code and by link', async (lang) => {
  const page = await browser.newPage({ bypassCSP: true });
  await page.goto(`${collector.url}/print/north-coastal?lang=${lang}&sheet=poster`);
  const link = `${origin}/s/north-coastal${lang === 'en' ? '' : `?lang=${lang}`}`;
  expect(await scanned(page)).toBe(link);
  expect(await page.locator('.poster a').getAttribute('href')).toBe(link);
  await page.close();
});

/** Each sheet fits the paper, and its content would fit a smaller sheet too. */
async function expectSheetsFit(page: Page): Promise<void> {
  const sheets = await page.locator('.sheet').all();
  expect(sheets.length).toBe(2);
  for (const sheet of sheets) {
    const { height, overflow } = await sheet.evaluate((one: HTMLElement, spare) => {
      const { width, height } = one.getBoundingClientRect();
      one.style.inlineSize = `${width * spare}px`;
      one.style.blockSize = one.style.minBlockSize = `${height * spare}px`;
      const overflow = [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth];
      one.removeAttribute('style');
      return { height, overflow };
    }, roomToSpare);
    expect(height).toBeLessThanOrEqual(paper.height);
    expect(overflow).toEqual([0, 0]);
  }
}

/** The form has all its texts and boxes, in 16 pt or larger. */
async function expectForm(page: Page, lang: string): Promise<void> {
  const form = page.locator('.sheet.form');
  const smallest = await form.evaluate((one) =>
    Math.min(...[...one.querySelectorAll('*')].map((each) => Number.parseFloat(getComputedStyle(each).fontSize))),
  );
  expect(smallest).toBeGreaterThanOrEqual((16 / 72) * 96 - 0.01);
  expect(await form.locator('li').count()).toBe(30);
  const { print, comment } = catalogs[lang]!;
  const text = await form.innerText();
  for (const words of ['North Coastal Region', print.date, 'Mail Stop W-414', comment]) expect(text).toContain(words);
}

test('asks people to hand the form to staff if there is no address, and prints nothing for a survey that has ended', async () => {
  await using collector = await aCollector(settings);
  const read = async (path: string) => {
    const answer = await fetch(collector.url + path);
    return { status: answer.status, html: await answer.text() };
  };
  expect((await read('/print/central')).html).toContain('Please give this form to our staff.');
  expect((await read('/print')).html).toContain('href="/print/north-coastal?lang=en"');
  expect((await read('/print/nowhere')).status).toBe(404);
  await collector.db.$client.execute("UPDATE region SET retired_at = 0 WHERE slug = 'east'");
  expect((await read('/print/east')).status).toBe(410);
  expect((await read('/print')).html).not.toContain('/print/east');
});
