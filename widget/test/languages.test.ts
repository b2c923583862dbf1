import { brotliCompressSync } from 'node:zlib';
import type { FormTexts } from '@heart-survey/shared/languages/catalogue';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { audit } from './axe.ts';
import { focused, rate, script, tag, texts, textsHash, useStages } from './stage.ts';

const open = useStages();
const says = (language: string) => JSON.parse(texts[language]!) as FormTexts;
const [es, ar] = [says('es'), says('ar')];

const tagWith = (attributes: string) => tag.replace('>', ` ${attributes}>`);
const button = (page: Page, { send }: { send: string }) => page.getByRole('button', { name: send, exact: true });
const asked = (requests: string[]) => requests.filter((request) => request.endsWith('.json'));
const spoken = (page: Page) =>
  page.locator('heart-survey').evaluate((one) => {
    const { lang, dir } = one.shadowRoot!.querySelector<HTMLElement>('.frame')!;
    return [lang, dir];
  });

test('each language but English is one more request, of at most 2 kB, to an address that is kept for good', async () => {
  const { page, requests, collector } = await open(tagWith('lang="es"') + script);
  await button(page, es).waitFor();
  expect(asked(requests)).toEqual([`${collector}/widget/v1/es.${textsHash}.json`]);
  expect(Object.keys(texts)).toEqual(['es', 'ar', 'zh-Hans', 'zh-Hant', 'tl', 'ko', 'fa', 'so', 'vi']);
  for (const [language, json] of Object.entries(texts))
    expect(brotliCompressSync(json).length, language).toBeLessThanOrEqual(2000);
});

test.each([
  ['its own', '<html>', 'lang="es"', 'es'],
  ['its own before the page’s', '<section lang="ar">', 'lang="es-MX"', 'es'],
  ['that of what it stands in', '<section lang="zh-TW">', '', 'zh-Hant'],
  ['Tagalog by its other name', '<section lang="fil">', '', 'tl'],
  ['English where it knows none', '<section lang="fr">', '', 'en'],
  ['English where the tag is none', '<section lang="<&">', 'lang=""', 'en'],
])('it speaks %s', async (_, around, attributes, language) => {
  const { page, requests } = await open(around + tagWith(attributes) + script);
  const { send, direction } = language === 'en' ? { send: 'Send my answers', direction: 'ltr' } : says(language);
  await button(page, { send }).waitFor();
  expect(await spoken(page)).toEqual([language, direction]);
  expect(asked(requests)).toHaveLength(language === 'en' ? 0 : 1);
});

test('until its words are there, what stands inside the tag is shown; where they cannot be had, it speaks English', async () => {
  const { page, sent, collector } = await open(tagWith('lang="ko"'));
  const goOn = Promise.withResolvers<void>();
  await page.route('**/*.json', async (route) => {
    await goOn.promise;
    await route.abort();
  });
  const wanted = page.waitForRequest('**/*.json');
  await page.addScriptTag({ type: 'module', url: `${collector}/widget/v1/heart-survey.js` });
  await wanted;
  await page.getByText('The survey is not here.').waitFor();
  goOn.resolve();
  await button(page, { send: 'Send my answers' }).waitFor();
  expect(await spoken(page)).toEqual(['en', 'ltr']);
  await rate(page, { Overall: 'Agree' });
  await button(page, { send: 'Send my answers' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  expect(sent).toMatchObject([{ language: 'en' }]);
});

test('what is sent in a language says so, and thanks in it', async () => {
  const { page, sent } = await open(tagWith('lang="ar"') + script);
  await page
    .getByRole('group', { name: ar.items.respect.word })
    .getByRole('radio', { name: ar.scale[3], exact: true })
    .check();
  await button(page, ar).click();
  await page.getByRole('heading', { name: ar.thanksTitle, exact: true }).waitFor();
  expect(sent).toMatchObject([{ language: 'ar', ratings: { respect: 4 } }]);
});

describe('the choice of a language', () => {
  const choice = tagWith('languages="en es ar xx"') + script;
  const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

  test('names each in itself and marks the one of now; without one there is none to choose', async () => {
    const { page } = await open(choice);
    const links = page.getByRole('navigation', { name: 'Language' }).getByRole('link');
    await links.first().waitFor();
    expect(
      await links.evaluateAll((all) =>
        all.map((one) => [one.textContent.trim(), one.getAttribute('lang'), one.ariaCurrent]),
      ),
    ).toEqual([
      ['English', 'en', 'true'],
      ['Español', 'es', 'false'],
      ['العربية', 'ar', 'false'],
    ]);
    const { page: plain } = await open();
    await button(plain, { send: 'Send my answers' }).waitFor();
    expect(await plain.getByRole('navigation').count()).toBe(0);
  });

  test.each(['inline', 'dialog'])('in mid-answer keeps ratings, comment and focus, %s', async (display) => {
    const { page, sent, requests, errors } = await open(choice.replace('region=', `display="${display}" region=`));
    if (display === 'dialog') await page.getByRole('button').click();
    await rate(page, { Respect: 'Strongly agree', Overall: 'Disagree' });
    await page.getByRole('textbox').fill('Nobody called back.');
    await link(page, 'Español').focus();
    await page.keyboard.press('Enter');
    await button(page, es).waitFor();
    expect(await spoken(page)).toEqual(['es', 'ltr']);
    expect(
      await page.evaluate(() => document.querySelector('heart-survey')!.shadowRoot!.activeElement!.textContent.trim()),
    ).toBe('Español');
    expect(await link(page, 'Español').getAttribute('aria-current')).toBe('true');
    expect(await page.getByRole('textbox').inputValue()).toBe('Nobody called back.');
    await link(page, 'العربية').click();
    await button(page, ar).waitFor();
    await link(page, 'Español').click();
    await button(page, es).click();
    await page.getByRole('heading', { name: es.thanksTitle, exact: true }).waitFor();
    expect(sent).toMatchObject([
      { language: 'es', ratings: { respect: 5, overall: 2 }, comment: 'Nobody called back.' },
    ]);
    expect(asked(requests).length).toBeLessThanOrEqual(3);
    expect(errors).toEqual([]);
  });

  test('says again in the new language what is amiss, and what it warned of', async () => {
    const { page } = await open(choice);
    await page.getByRole('textbox').fill('Call me at 619-555-0142.');
    await button(page, { send: 'Send my answers' }).click();
    await page.getByRole('link', { name: 'Rate at least one statement.' }).waitFor();
    await link(page, 'Español').click();
    await page.getByRole('heading', { name: es.problem }).waitFor();
    await page.getByText(es.personal).waitFor();
    await page.getByRole('link', { name: es.noRatings }).click();
    expect(await focused(page)).toBe('input#helpfulness-1');
    expect(await page.getByText('Rate at least one statement.').count()).toBe(0);
    expect((await audit(page)).findings).toEqual([]);
  });

  test('that cannot be had leaves all as it is, and can be chosen again', async () => {
    const { page } = await open(choice);
    await rate(page, { Overall: 'Agree' });
    let isUp = false;
    await page.route('**/*.json', (route) => (isUp ? route.continue() : route.abort()));
    const failed = page.waitForEvent('requestfailed');
    await link(page, 'Español').click();
    await failed;
    expect(await spoken(page)).toEqual(['en', 'ltr']);
    isUp = true;
    await link(page, 'Español').click();
    await button(page, es).waitFor();
    expect(await page.getByRole('radio', { checked: true }).getAttribute('id')).toBe('overall-4');
  });
});
