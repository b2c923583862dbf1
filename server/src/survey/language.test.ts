import { catalogs } from '@heart-survey/shared/languages/languages';
import { expect, test } from 'vitest';
import { aForm, encoded } from '../../test/bad-forms.ts';
import { aCollector, count, sendForm } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';

const es = catalogs['es']!;

async function read(url: string, accepted?: string) {
  const html = await (
    await fetch(url, accepted === undefined ? {} : { headers: { 'Accept-Language': accepted } })
  ).text();
  return { html, ...readPage(html) };
}

test.each([
  ['es', 'es'],
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['ES-419', 'es'],
  ['fr-CA, es;q=0.5, en;q=0.4', 'es'],
  ['en;q=0.4, es;q=0.5', 'es'],
  ['en-US,en;q=0.9,es;q=0.8', 'en'],
  ['es;q=0, en;q=0.1', 'en'],
  ['es;q=0', 'en'],
  ['fr', 'en'],
  ['*', 'en'],
  ['', 'en'],
  ['__proto__;q=x,,;=', 'en'],
])('answers a browser that accepts “%s” in %s', async (accepted, language) => {
  await using collector = await aCollector();
  for (const path of ['/', '/s/central', '/s/central/thanks', '/s/nowhere', '/nowhere']) {
    expect((await read(collector.url + path, accepted)).language, path).toBe(language);
  }
  expect((await read(`${collector.url}/s/central`, accepted)).hidden).toMatchObject({ language });
});

test('prefers a link’s language over the browser’s, and ignores one that is not offered', async () => {
  await using collector = await aCollector();
  const asked = async (lang: string, accepted?: string) =>
    (await read(`${collector.url}/s/central?lang=${lang}`, accepted)).language;
  expect(await asked('es')).toBe('es');
  expect(await asked('ES', 'en')).toBe('es');
  expect(await asked('en', 'es')).toBe('en');
  for (const lang of ['', 'fr', 'constructor', '"><script>']) {
    expect(await asked(encodeURIComponent(lang), 'es'), lang).toBe('es');
    expect(await asked(encodeURIComponent(lang)), lang).toBe('en');
  }
});

test('shows the whole page in Spanish, including its error messages', async () => {
  await using collector = await aCollector();
  const { html, title, fields } = await read(`${collector.url}/s/central?lang=es`);
  expect(title).toBe(`${es.title} – Central Region`);
  for (const text of [es.lead, es.notice, es.send, es.scale[4], es.items.respect.statement])
    expect(html).toContain(text);
  expect(html).toMatch(/<html lang="es" dir="ltr">/);

  const refused = await sendForm(collector, { ...fields, comment: 'Gracias' });
  const page = readPage(await refused.text());
  expect(page).toMatchObject({ language: 'es', summary: [es.problem, es.noRatings], comment: 'Gracias' });
  expect(page.title).toBe(`${es.errorPrefix} ${es.title} – Central Region`);

  const sent = await sendForm(collector, { ...page.fields, overall: '5' });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/s/central/thanks?lang=es']);
  expect(await read(collector.url + sent.headers.get('location')!)).toMatchObject({
    ...{ language: 'es', title: `${es.thanksTitle} – Central Region` },
  });
  expect(await count(collector.db, "response WHERE language = 'es' AND comment = 'Gracias'")).toBe(1);
});

test('stores the language of the answers, and none if the form has none', async () => {
  await using collector = await aCollector();
  for (const language of ['es', 'en', 'fr', 'ES', null]) {
    expect((await sendForm(collector, aForm({ language }))).status).toBe(303);
  }
  const { rows } = await collector.db.$client.execute('SELECT language FROM response ORDER BY rowid');
  expect(rows.map(({ language }) => language)).toEqual(['es', 'en', null, null, null]);
});

test('keeps the channel, employee, and preselected rating in the links to other languages', async () => {
  await using collector = await aCollector();
  const query = { channel: 'signature', employee: 'k 7&lang=xx"' };
  const asked = new URLSearchParams({ ...query, overall: '2', lang: 'es' }).toString();
  const page = await read(`${collector.url}/s/central?${asked}`);
  expect(page.languages.map(({ lang, isCurrent }) => [lang, isCurrent])).toEqual([
    ['en', false],
    ['es', true],
  ]);
  for (const { href, lang } of page.languages) {
    const { language, hidden, ratings } = await read(collector.url + href);
    expect({ language, ratings }).toEqual({ language: lang, ratings: { overall: '2' } });
    expect(hidden).toMatchObject({ ...query, language: lang });
  }
  const plain = await read(`${collector.url}/s/central`);
  expect(plain.languages).toContainEqual({ lang: 'es', href: '/s/central?lang=es&channel=page', isCurrent: false });
});

test('keeps the answers when the language is changed halfway, and stores nothing', async () => {
  await using collector = await aCollector();
  const { fields, languages } = await read(`${collector.url}/s/central?overall=5&channel=signature&employee=k7`);
  const typed = { ...fields, respect: '2', comment: 'Nobody\ncalled back.' };
  const spanish = languages.find(({ lang }) => lang === 'es')!;
  const answer = await fetch(collector.url + spanish.href, {
    method: 'POST',
    body: new URLSearchParams({ ...typed, lang: 'es' }),
  });
  const html = await answer.text();
  const page = readPage(html);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(page).toMatchObject({ language: 'es', summary: [], title: `${es.title} – Central Region` });
  expect(page.fields).toEqual({ ...typed, language: 'es' });
  // The focus stays on the language choice.
  expect(html.match(/<[^>]*\sautofocus\b[^>]*>/g)).toEqual([expect.stringContaining('value="es"')]);
  expect(page.languages).toContainEqual({ lang: 'en', href: spanish.href.replace('=es', '=en'), isCurrent: false });
  expect(await count(collector.db, 'response')).toBe(0);
  // When the page is sent, it is still one response.
  expect((await sendForm(collector, page.fields)).status).toBe(303);
  expect(await count(collector.db, "response WHERE language = 'es' AND respect = 2 AND overall = 5")).toBe(1);
});

test('drops a hint that is too long', async () => {
  await using collector = await aCollector();
  const long = '<'.repeat(5000);
  const asked = await fetch(`${collector.url}/s/central?employee=${encodeURIComponent(long)}`);
  expect((await asked.text()).length).toBeLessThan(30_000);
  const switched = await sendForm(collector, aForm({ lang: 'es', employee: long, channel: long, language: long }));
  expect(switched.status).toBe(200);
  expect((await switched.text()).length).toBeLessThan(30_000);
  expect(await count(collector.db, 'response')).toBe(0);
});

test('treats a repeated or unknown language as a language choice, and stores nothing', async () => {
  await using collector = await aCollector();
  const twice = `${encoded(aForm({ language: 'en' }))}&lang=es&lang=en`;
  const none = encoded(aForm({ language: 'es', lang: 'tlh' }));
  for (const body of [twice, none]) {
    const answer = await sendForm(collector, body);
    expect([answer.status, readPage(await answer.text()).language]).toEqual([200, 'es']);
  }
  expect(await count(collector.db, 'response')).toBe(0);
});

test('offers a page with a problem in other languages, and has no link that loses what was typed', async () => {
  await using collector = await aCollector();
  const refused = await sendForm(collector, aForm({ respect: null, language: 'es' }));
  expect(refused.status).toBe(400);
  const { language, languages } = readPage(await refused.text());
  expect(language).toBe('es');
  expect(languages.map(({ lang }) => lang)).toEqual(['en', 'es']);
});

test.each([
  ['zh-TW', 'zh-Hant'],
  ['zh-HK,zh;q=0.9', 'zh-Hant'],
  ['zh-CN', 'zh-Hans'],
  ['zh', 'zh-Hans'],
  ['fil-PH', 'tl'],
  ['fa-AF', 'fa'],
  ['ar-EG', 'ar'],
  ['so-SO', 'so'],
])('with all ten languages, answers a browser that accepts “%s” in %s', async (accepted, language) => {
  await using collector = await aCollector({ LANGUAGES: 'en,es,ar,zh-Hans,zh-Hant,tl,ko,fa,so,vi' });
  const page = await read(`${collector.url}/s/central`, accepted);
  expect(page).toMatchObject({ language, hidden: { language } });
  const { direction, title } = catalogs[language]!;
  expect(page.html).toContain(`<html lang="${language}" dir="${direction}">`);
  expect(page.title).toBe(`${title} – Central Region`);
});

test('offers the configured languages, and the first one if none of them is wanted', async () => {
  await using spanish = await aCollector({ LANGUAGES: 'es,en' });
  expect((await read(`${spanish.url}/s/central`, 'fr')).language).toBe('es');
  expect((await read(`${spanish.url}/s/central`, 'en')).language).toBe('en');
  await using single = await aCollector({ LANGUAGES: 'en' });
  const { language, html } = await read(`${single.url}/s/central?lang=es`, 'es');
  expect(language).toBe('en');
  expect(html).not.toContain('<nav');
});
