import { aCollector } from '@heart-survey/server/test/collector';
import { catalogues } from '@heart-survey/shared/languages/languages';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** As long as addresses of counties are. */
const origin = 'https://heartsurvey.example-county-services.gov';
const settings = { LANGUAGES: Object.keys(catalogues).join(), BASE_URL: origin };
/** As long as addresses of agencies are. */
const address =
  'Health and Human Services Agency; HEART Team, Mail Stop W-414; 100 Main Street, Suite 207; Springfield, CA 90000';
/** Letter paper without its margins, in CSS pixels. */
const paper = { width: Math.floor(((215.9 - 20) / 25.4) * 96), height: Math.floor(((279.4 - 20) / 25.4) * 96) };

/** What a camera would read from the poster. */
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
    return [...context.getImageData(0, 0, size, size).data];
  }, size);
  const read = jsqr as unknown as typeof jsqr.default;
  return read(new Uint8ClampedArray(pixels), size, size)?.data;
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;

test.each(Object.keys(catalogues))(
  'in %s the form and the poster are a sheet each, in large print, and the code leads to the survey',
  async (lang) => {
    await using collector = await aCollector(settings);
    await collector.heart('settings', '--address', address);
    const page = await browser.newPage({ viewport: paper, bypassCSP: true });
    await page.emulateMedia({ media: 'print' });
    await page.goto(`${collector.url}/print/north-coastal?lang=${lang}`);
    for (const sheet of await page.locator('.sheet').all()) {
      const room = await sheet.evaluate((one) => [
        one.scrollHeight - one.clientHeight,
        one.scrollWidth - one.clientWidth,
      ]);
      // Half a pixel may be rounded up; that no sheet needs another is seen below.
      for (const pixels of room) expect(pixels).toBeLessThanOrEqual(1);
      expect(await sheet.evaluate((one) => one.clientHeight)).toBeLessThanOrEqual(paper.height);
    }
    // 16 points and more.
    const smallest = await page
      .locator('.sheet.form')
      .evaluate((form) =>
        Math.min(...[...form.querySelectorAll('*')].map((one) => Number.parseFloat(getComputedStyle(one).fontSize))),
      );
    expect(smallest).toBeGreaterThanOrEqual((16 / 72) * 96 - 0.01);
    expect(await page.locator('.sheet.form li').count()).toBe(30);
    const text = await page.locator('.sheet.form').innerText();
    for (const said of [
      'North Coastal Region',
      catalogues[lang]!.print.date,
      'Mail Stop W-414',
      catalogues[lang]!.comment,
    ])
      expect(text).toContain(said);

    const link = `${origin}/s/north-coastal${lang === 'en' ? '' : `?lang=${lang}`}`;
    await page.emulateMedia({ media: 'screen' });
    expect(await scanned(page)).toBe(link);
    expect(await page.locator('.poster a').getAttribute('href')).toBe(link);
    await page.emulateMedia({ media: 'print' });
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(2);
    for (const sheet of ['form', 'poster']) {
      await page.goto(`${collector.url}/print/north-coastal?lang=${lang}&sheet=${sheet}`);
      expect(pagesOf(await page.pdf({ preferCSSPageSize: true })), sheet).toBe(1);
    }
    await page.close();
  },
);

test('without an address the form is given to the staff; a survey that has ended has nothing to print', async () => {
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
