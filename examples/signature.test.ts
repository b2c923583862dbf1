import { readFile } from 'node:fs/promises';
import { aCollector } from '@heart-survey/server/test/collector';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { fill } from '@heart-survey/shared/text';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { createTransport } from 'nodemailer';
import type { Browser, Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const settings = { LANGUAGES: Object.keys(catalogs).join(), BASE_URL: 'https://survey.example.gov' };
const label = (page: Page, text: string) => page.getByLabel(text, { exact: true });

/** Fills in the fields as a staff member would, and shows the numbers. */
async function fillIn(page: Page): Promise<void> {
  await label(page, 'Name').fill('A. Name <b>');
  await label(page, 'Title').fill('Protective Services Worker');
  await label(page, 'Phone').fill('858-555-1234');
  await label(page, 'Region or program').selectOption('North Inland Region');
  await label(page, 'Show the numbers 1 to 5').check();
}

/** Presses the button and reads the clipboard. */
async function copied(page: Page, button: string): Promise<Record<string, string>> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByText('Copied.').waitFor();
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const texts = item!.types.map(async (type) => [type, await (await item!.getType(type)).text()]);
    return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
  });
}

async function opened(url: string) {
  const context = await browser.newContext();
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  const page = await context.newPage();
  const requests: string[] = [];
  const consoleErrors: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  await page.goto(`${url}/signature`, { waitUntil: 'networkidle' });
  return { page, requests, consoleErrors };
}

test('updates the signature while typing, copies it in three formats, and sends nothing', async () => {
  await using collector = await aCollector(settings);
  const { page, requests, consoleErrors } = await opened(collector.url);
  const before = requests.length;
  const preview = page.locator('#signature');
  expect(await preview.innerText()).toContain('Your name, your title');
  await fillIn(page);
  expect((await preview.innerText()).split('\n').filter(Boolean)).toEqual([
    'A. Name <b>, Protective Services Worker',
    'Child Welfare Services',
    'O: 858-555-1234',
    'How are we doing? Click on the link to let us know: North Inland Region 1-minute Customer Experience Survey',
    'I am satisfied with the service I got, on a scale of 1 (Strongly disagree) to 5 (Strongly agree):',
    '1\t2\t3\t4\t5',
  ]);
  const style = await preview
    .locator('td')
    .first()
    .evaluate((one) => getComputedStyle(one));
  expect([style.fontFamily, style.fontSize]).toEqual(['Calibri, Carlito, Arial, sans-serif', '14.6667px']);

  await page.getByRole('button', { name: 'Copy for Outlook or Gmail' }).click();
  await page.getByText('Copied.').waitFor();
  // Checked before the clipboard is read, because reading it logs a browser warning.
  expect(consoleErrors).toEqual([]);
  const rich = await copied(page, 'Copy for Outlook or Gmail');
  expect(rich['text/html']).toContain('<strong>A. Name &lt;b&gt;</strong>');
  expect(rich['text/html']!.length).toBeLessThan(10_000);
  expect(rich['text/plain']).toContain('https://survey.example.gov/s/north-inland?lang=en&channel=signature');
  expect((await copied(page, 'Copy as HTML'))['text/plain']).toMatch(/^<table role="presentation".*<\/table>$/);
  expect((await copied(page, 'Copy as plain text'))['text/plain']).toBe(rich['text/plain']);

  await label(page, 'Survey language').selectOption('العربية');
  expect(await preview.locator('td[lang="ar"]').getAttribute('dir')).toBe('rtl');
  expect(await preview.innerText()).toContain(catalogs['ar']!.signature.question);
  await label(page, 'Name').press('Enter');
  expect(requests.slice(before)).toEqual([]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await page.context().close();
});

test('looks the same in an email as on the page', async () => {
  await using collector = await aCollector(settings);
  const { page } = await opened(collector.url);
  await fillIn(page);
  const { 'text/html': html = '', 'text/plain': text = '' } = await copied(page, 'Copy for Outlook or Gmail');
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    ...{ from: 'staff@example.gov', to: 'customer@example.com', subject: 'Your request', html, text },
  });
  const mail = await PostalMime.parse(message as Buffer);
  expect(mail.html!.trim()).toBe(html);
  expect(mail.text!.trim()).toBe(text);

  const look = async (markup: string) => {
    const shown = await browser.newPage({ viewport: { width: 700, height: 300 } });
    const asked: string[] = [];
    shown.on('request', (request) => asked.push(request.url()));
    await shown.setContent(`<body style="margin: 16px">${markup}</body>`);
    const picture = await shown.screenshot();
    await shown.close();
    expect(asked).toEqual([]);
    return picture;
  };
  expect((await look(mail.html!)).equals(await look(html))).toBe(true);
  // The page's preview has the same boxes in the same positions.
  const boxes = (within: Page, root: string) =>
    within.locator(`${root} :is(strong, a, td)`).evaluateAll((all) => {
      const [first] = all.map((one) => one.getBoundingClientRect());
      return all.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x - first!.x, y - first!.y, width, height].map(Math.round);
      });
    });
  const shown = await browser.newPage({ viewport: { width: 1280, height: 300 } });
  await shown.setContent(`<div id="mail" style="inline-size: ${await inner(page)}px">${mail.html}</div>`);
  expect(await boxes(shown, '#mail')).toEqual(await boxes(page, '#signature'));
  await page.context().close();
  await shown.close();
});

/** The inner width of the preview. */
function inner(page: Page): Promise<number> {
  return page.locator('#signature').evaluate((one) => {
    const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(one);
    return one.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
  });
}

test('falls back to the newer clipboard API, and selects the signature if that is blocked too', async () => {
  await using collector = await aCollector(settings);
  const { page } = await opened(collector.url);
  await page.evaluate(() => (document.execCommand = () => false));
  expect((await copied(page, 'Copy for Outlook or Gmail'))['text/html']).toContain('How are we doing?');
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.getByRole('button', { name: 'Copy for Outlook or Gmail' }).click();
  await page.getByText('copy it yourself').waitFor();
  expect(await page.evaluate(() => getSelection()!.toString())).toContain('How are we doing?');
  await page.context().close();
});

const greeting = (who: string, extension: string, date: string) =>
  `You have reached the office of ${who}, extension ${extension} on ${date}. I am currently unavailable, but please leave your name, contact information and a reason for your call, or for immediate assistance press zero. Thank you.`;

test('fills in the voicemail and out-of-office scripts while typing, copies each, and sends nothing', async () => {
  await using collector = await aCollector(settings);
  const { page, requests } = await opened(collector.url);
  const before = requests.length;
  const copy = async (script: string) => (await copied(page, `Copy ${script}`))['text/plain'];
  expect(await copy('Voicemail greeting')).toBe(greeting('(name), (position)', '(extension)', '(date)'));
  expect(await copy('Out-of-office email')).toBe(
    'Thank you for your email. I am out of the office from (date) to (date) and am not checking email. If you need help before I am back, please contact (colleague’s name and contact information).',
  );

  await fillIn(page);
  await label(page, 'Extension').fill('1234');
  await label(page, 'Date of the greeting').fill('2026-12-18');
  await label(page, 'First day away').fill('2026-12-21');
  await label(page, 'Last day away').fill('2027-01-04');
  await label(page, 'Colleague to contact').fill('B. Colleague, 858-555-9876');
  const who = 'A. Name <b>, Protective Services Worker';
  expect(await copy('Voicemail greeting')).toBe(greeting(who, '1234', 'December 18, 2026'));
  expect(await copy('Out-of-office voicemail')).toBe(
    `You have reached the office of ${who} at extension 1234. I will be out of the office from December 21, 2026 to January 4, 2027, and will be unavailable during this time. Please leave your name, contact information and a reason for your call, or for immediate assistance press zero. Thank you.`,
  );
  expect(await copy('Out-of-office email')).toBe(
    'Thank you for your email. I am out of the office from December 21, 2026 to January 4, 2027 and am not checking email. If you need help before I am back, please contact B. Colleague, 858-555-9876.',
  );

  await label(page, 'Title').fill('');
  await label(page, 'Last day away').fill('');
  await label(page, 'Survey language').selectOption('Español');
  expect(await page.locator('#away').innerText()).toMatch(
    /^Se ha comunicado con la oficina de A\. Name <b>, \(cargo\), .* del 21 de diciembre de 2026 al \(fecha\) /,
  );
  expect(await page.locator('#away').getAttribute('lang')).toBe('es');
  await label(page, 'Extension').press('Enter');
  expect(requests.slice(before)).toEqual([]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);

  // The page in another language keeps what was typed.
  await page.getByRole('link', { name: 'Tiếng Việt' }).click();
  await page.waitForURL(/lang=vi/);
  const vi = catalogs['vi']!.scripts;
  expect(await label(page, vi.from).inputValue()).toBe('2026-12-21');
  expect(await label(page, vi.colleague).inputValue()).toBe('B. Colleague, 858-555-9876');
  await page.context().close();
});

test('selects a script that the browser does not let the page copy', async () => {
  await using collector = await aCollector(settings);
  const { page } = await opened(collector.url);
  await page.evaluate(() => {
    document.execCommand = () => false;
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await page.getByRole('button', { name: 'Copy Out-of-office voicemail' }).click();
  await page.getByText('copy it yourself').waitFor();
  expect(await page.evaluate(() => getSelection()!.toString())).toMatch(/^You have reached .* Thank you\.$/);
  await page.context().close();
});

test('quotes the voicemail scripts of the policy word for word', async () => {
  const policy = await readFile(new URL('../docs/policies/dufferin-2-3-12.md', import.meta.url), 'utf8');
  const quoted = [...policy.matchAll(/^> (.*)$/gm)].map(([, script]) => script);
  const blanks = { name: '(name)', position: '(position)', extension: String.raw`(\_\_\_)`, date: '(date)' };
  const { greeting, away } = catalogs['en']!.scripts;
  expect(quoted).toEqual([greeting, away].map((script) => fill(script, { ...blanks, from: '(date)', to: '(date)' })));
});

test('without JavaScript, lets people choose the region and language and copy the block by hand', async () => {
  await using collector = await aCollector(settings);
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${collector.url}/signature?lang=es`);
  const es = catalogs['es']!.signature;
  await label(page, es.region).selectOption('South Region');
  await label(page, es.language).selectOption('Tiếng Việt');
  await page.getByRole('button', { name: es.show }).click();
  expect(new URL(page.url()).search).toBe('?lang=es&region=south&in=vi');
  const link = page.locator('#signature a');
  expect(await link.getAttribute('href')).toBe('https://survey.example.gov/s/south?lang=vi&channel=signature');
  expect(await link.innerText()).toBe(catalogs['vi']!.signature.link.replace('{region}', 'South Region'));
  expect(await page.getByRole('textbox').count()).toBe(0);
  await page.getByText(es.noScript).waitFor();
  const { away, blanks } = catalogs['vi']!.scripts;
  const asTyped = fill(away, { ...blanks, from: blanks.date, to: blanks.date });
  expect(await page.locator('#away').innerText()).toBe(asTyped);
  expect(await page.getByRole('button', { name: catalogs['es']!.scripts.copy }).count()).toBe(0);
  await page.close();
});
