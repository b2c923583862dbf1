import { es } from '@heart-survey/shared/languages/es';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, count, sendForm } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';

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
])('a browser that accepts “%s” is answered in %s', async (accepted, language) => {
  await using collector = await aCollector();
  for (const path of ['/', '/s/central', '/s/central/thanks', '/s/nowhere', '/nowhere']) {
    expect((await read(collector.url + path, accepted)).language, path).toBe(language);
  }
  expect((await read(`${collector.url}/s/central`, accepted)).hidden).toMatchObject({ language });
});

test('a link may ask for a language, which counts more than the browser’s; one not offered counts nothing', async () => {
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

test('the Spanish page is Spanish from its title to its button, and so is what it says of a mistake', async () => {
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

test('the language that was answered in is stored; a form that came without one keeps none', async () => {
  await using collector = await aCollector();
  for (const language of ['es', 'en', 'fr', 'ES', null]) {
    expect((await sendForm(collector, aForm({ language }))).status).toBe(303);
  }
  const { rows } = await collector.db.$client.execute('SELECT language FROM response ORDER BY rowid');
  expect(rows.map(({ language }) => language)).toEqual(['es', 'en', null, null, null]);
});

test('the links to the other languages keep the channel, the employee and the rating chosen beforehand', async () => {
  await using collector = await aCollector();
  const query = { channel: 'signature', employee: 'k 7&lang=xx"' };
  const asked = new URLSearchParams({ ...query, overall: '2', lang: 'es' }).toString();
  const page = await read(`${collector.url}/s/central?${asked}`);
  expect(page.links.map(({ lang }) => lang)).toEqual(['en', 'es']);
  for (const { href, lang } of page.links) {
    const { language, hidden, ratings } = await read(collector.url + href);
    expect({ language, ratings }).toEqual({ language: lang, ratings: { overall: '2' } });
    expect(hidden).toMatchObject({ ...query, language: lang });
  }
  const plain = await read(`${collector.url}/s/central`);
  expect(plain.links).toContainEqual({ href: '/s/central?lang=es&channel=page', lang: 'es' });
});

test('a page that keeps what was typed has no link that would lose it', async () => {
  await using collector = await aCollector();
  const refused = await sendForm(collector, aForm({ respect: null, language: 'es' }));
  expect(refused.status).toBe(400);
  const { language, links } = readPage(await refused.text());
  expect(language).toBe('es');
  expect(links.filter(({ href }) => !href.startsWith('#'))).toEqual([]);
});

test('an installation offers the languages that it names, the first of them to whoever wants none of them', async () => {
  await using spanish = await aCollector({ LANGUAGES: 'es,en' });
  expect((await read(`${spanish.url}/s/central`, 'fr')).language).toBe('es');
  expect((await read(`${spanish.url}/s/central`, 'en')).language).toBe('en');
  await using single = await aCollector({ LANGUAGES: 'en' });
  const { language, html } = await read(`${single.url}/s/central?lang=es`, 'es');
  expect(language).toBe('en');
  expect(html).not.toContain('<nav');
});
