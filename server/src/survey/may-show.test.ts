import { randomUUID } from 'node:crypto';
import { en } from '@heart-survey/shared/languages/en';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, sendForm, type TestCollector } from '../../test/collector.ts';

/** A collector whose department asks whether the words may be shown. */
async function anAskingCollector(): Promise<TestCollector> {
  const collector = await aCollector();
  await collector.db.$client.execute('UPDATE department SET asks_to_show = 1');
  return collector;
}

/** The page's boxes, each with whether it is checked. */
function boxes(html: string): boolean[] {
  return [...html.matchAll(/<input type="checkbox" name="mayShow"[^>]*>/g)].map(([box]) => / checked/.test(box));
}

const open = async ({ url }: TestCollector, path: string) => (await fetch(url + path)).text();

test('has the box on the survey page only if the department asks, in every language and at a kiosk', async () => {
  await using collector = await aCollector();
  expect(boxes(await open(collector, '/s/central'))).toEqual([]);
  await collector.db.$client.execute('UPDATE department SET asks_to_show = 1');
  for (const path of ['/s/central', '/s/east?overall=5', '/s/central?channel=kiosk']) {
    const html = await open(collector, path);
    expect(boxes(html), path).toEqual([false]);
    expect(html).toContain(en.mayShow);
    expect(html).toContain(en.mayShowHint);
  }
  expect(await open(collector, '/s/central?lang=es')).toContain(catalogs['es']!.mayShowHint);
});

test('shows the box as it was when the form comes back, with a problem or in another language', async () => {
  await using collector = await anAskingCollector();
  const unrated = { respect: '', comment: 'Ms. Lee called back.' };
  for (const mayShow of ['on', null]) {
    const refused = await sendForm(collector, aForm({ ...unrated, mayShow }));
    expect([refused.status, boxes(await refused.text())]).toEqual([400, [mayShow !== null]]);
    const switched = await sendForm(collector, aForm({ ...unrated, mayShow, lang: 'es' }));
    expect([switched.status, boxes(await switched.text())]).toEqual([200, [mayShow !== null]]);
  }
});

test('treats a form with another check as a changed one', async () => {
  await using collector = await anAskingCollector();
  const form = aForm({ id: randomUUID(), mayShow: 'on' });
  expect((await sendForm(collector, form)).status).toBe(303);
  expect((await sendForm(collector, form)).status).toBe(303);
  const { mayShow, ...changed } = form;
  expect([mayShow, (await sendForm(collector, changed)).status]).toEqual(['on', 409]);
});

test('keeps a check while the database is unavailable', async () => {
  await using collector = await anAskingCollector();
  await collector.db.$client.execute('ALTER TABLE response RENAME TO away');
  await collector.db.$client.execute('ALTER TABLE region RENAME TO gone');
  const answer = await sendForm(collector, aForm({ mayShow: 'on' }));
  expect([answer.status, boxes(await answer.text())]).toEqual([503, [true]]);
});

test('gives the element the texts of the box in its language, or null without one', async () => {
  await using collector = await aCollector();
  const ask = async (path: string) => {
    const answer = await fetch(`${collector.url}${path}`);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=3600',
    });
    return answer.json();
  };
  expect(await ask('/widget/v1/s/central?lang=en')).toBe(null);
  await collector.db.$client.execute('UPDATE department SET asks_to_show = 1');
  const texts = (tag: string) => ({ label: catalogs[tag]!.mayShow, hint: catalogs[tag]!.mayShowHint });
  expect(await ask('/widget/v1/s/central?lang=en')).toEqual(texts('en'));
  expect(await ask('/widget/v1/s/central?lang=es')).toEqual(texts('es'));
  // The element is in English if it has no texts in its language.
  for (const lang of ['tlh', '', 'ko<']) {
    expect(await ask(`/widget/v1/s/central?lang=${encodeURIComponent(lang)}`)).toEqual(texts('en'));
  }
  expect(await ask('/embed/preview/widget/v1/s/central?lang=en')).toEqual(texts('en'));
  expect(await ask('/widget/v1/s/nowhere?lang=en')).toBe(null);
});
