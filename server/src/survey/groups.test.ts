import { en } from '@heart-survey/shared/languages/en';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { addGroups } from '../../test/groups.ts';

async function anAskingCollector(): Promise<TestCollector> {
  const collector = await aCollector();
  await addGroups(collector.db);
  return collector;
}

/** The page's choices: the code of each group, with an asterisk if it is chosen. */
function choices(html: string): string[] {
  const radios = [...html.matchAll(/<input type="radio" name="group" value="([^"]*)"([^>]*)>/g)];
  return radios.map(([, code, more]) => `${code}${/ checked/.test(more!) ? '*' : ''}`);
}

/** The value of a hidden field. Undefined without one. */
const hidden = (html: string, name: string) =>
  new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(html)?.[1];

const open = async ({ url }: TestCollector, path: string) => (await fetch(url + path)).text();

test('asks for the group on the survey page only if the department asks and has groups', async () => {
  await using collector = await aCollector();
  const before = await open(collector, '/s/central');
  await collector.db.$client.execute('UPDATE department SET asks_group = 1');
  await addGroups(collector.db, false);
  const withoutId = (html: string) => html.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, '');
  expect(withoutId(await open(collector, '/s/central'))).toBe(withoutId(before));
  await collector.db.$client.execute('UPDATE department SET asks_group = 1');
  for (const path of ['/s/central', '/s/east?overall=5', '/s/central?channel=kiosk', '/s/central?group=advocate']) {
    const html = await open(collector, path);
    expect(choices(html), path).toEqual(['family', 'client', 'partner', '']);
    expect(html).toContain(`<legend>${en.group}</legend>`);
    expect(html).toContain('Family &lt;member&gt;');
    expect(html).toContain(en.noGroup);
  }
  const spanish = await open(collector, '/s/central?lang=es');
  expect(spanish).toContain(catalogs['es']!.group);
  expect(spanish).toContain('<bdi lang="es">Cliente</bdi>');
  expect(spanish).toContain('<bdi lang="en">Partner agency</bdi>');
});

test('selects the group of the link, or carries it where the form does not ask', async () => {
  await using collector = await anAskingCollector();
  const asked = await open(collector, '/s/central?group=client&campaign=lobby');
  expect([choices(asked), hidden(asked, 'group'), hidden(asked, 'campaign')]).toEqual([
    ['family', 'client*', 'partner', ''],
    undefined,
    'lobby',
  ]);
  expect(asked).toContain('/s/central?lang=es&amp;channel=page&amp;group=client&amp;campaign=lobby');
  await collector.db.$client.execute('UPDATE department SET asks_group = 0');
  const carried = await open(collector, '/s/central?group=client');
  expect([choices(carried), hidden(carried, 'group'), hidden(carried, 'campaign')]).toEqual([[], 'client', undefined]);
});

test('shows the group as it was chosen when the form comes back, with a problem or in another language', async () => {
  await using collector = await anAskingCollector();
  for (const [group, chosen] of [
    ['partner', ['family', 'client', 'partner*', '']],
    ['', ['family', 'client', 'partner', '']],
    [null, ['family', 'client', 'partner', '']],
  ] as const) {
    const form = { respect: '', group, campaign: 'lobby' };
    for (const [lang, status] of [
      [null, 400],
      ['es', 200],
    ] as const) {
      const answer = await sendForm(collector, aForm({ ...form, lang }), 'central?group=client');
      const html = await answer.text();
      expect([answer.status, choices(html), hidden(html, 'campaign')]).toEqual([status, chosen, 'lobby']);
    }
  }
});

test('keeps the group and the campaign while the database is unavailable', async () => {
  await using collector = await anAskingCollector();
  await collector.db.$client.execute('ALTER TABLE response RENAME TO away');
  await collector.db.$client.execute('ALTER TABLE region RENAME TO gone');
  const html = await (await sendForm(collector, aForm({ group: 'partner', campaign: 'lobby' }))).text();
  expect([hidden(html, 'group'), hidden(html, 'campaign')]).toEqual(['partner', 'lobby']);
});

test('at a kiosk, starts over with the group and the campaign of its link, and carries that group', async () => {
  await using collector = await anAskingCollector();
  const own = 'group=client&campaign=lobby';
  const html = await open(collector, `/s/central?channel=kiosk&${own}`);
  expect([choices(html), hidden(html, 'group')]).toEqual([[], 'client']);
  expect(html).toContain('action="/s/central?channel=kiosk&amp;group=client&amp;campaign=lobby&amp;home=en"');
  const form = aForm({ channel: 'kiosk', group: 'client', campaign: 'lobby' });
  const sent = await sendForm(collector, form, `central?channel=kiosk&${own}&home=en`);
  const thanks = sent.headers.get('location')!;
  expect(sent.status).toBe(303);
  const { headers } = await fetch(collector.url + thanks);
  expect(headers.get('refresh')).toMatch(
    /url=\/s\/central\?lang=en&employee=k7&channel=kiosk&group=client&campaign=lobby$/,
  );

  // A group that the department does not offer is no reason to ask nobody.
  for (const group of ['advocate', 'clients']) {
    const asked = await open(collector, `/s/central?channel=kiosk&group=${group}`);
    expect([choices(asked), hidden(asked, 'group')], group).toEqual([['family', 'client', 'partner', ''], undefined]);
  }

  // Without a group in its link, what one person chose is not for the next.
  const chosen = aForm({ channel: 'kiosk', group: 'partner' });
  const next = (await sendForm(collector, chosen, 'central?channel=kiosk&home=en')).headers.get('location');
  expect(next).toBe('/s/central/thanks?channel=kiosk&home=en&employee=k7');
});

test('gives the element the groups in its language, and older builds only the box', async () => {
  await using collector = await aCollector();
  const ask = async (path: string) => (await fetch(`${collector.url}/widget/v1/s/${path}`)).json();
  expect(await ask('central?form=2&lang=en')).toBe(null);
  await addGroups(collector.db);
  const group = {
    question: catalogs['es']!.group,
    options: [
      ['family', 'Familiar', 'es'],
      ['client', 'Cliente', 'es'],
      ['partner', 'Partner agency', 'en'],
      ['', catalogs['es']!.noGroup, 'es'],
    ],
  };
  expect(await ask('central?form=2&lang=es')).toEqual({ mayShow: null, group });
  expect(await ask('central?lang=es')).toBe(null);
  await collector.db.$client.execute('UPDATE department SET asks_to_show = 1');
  const mayShow = { label: catalogs['es']!.mayShow, hint: catalogs['es']!.mayShowHint };
  expect(await ask('central?form=2&lang=es')).toEqual({ mayShow, group });
  expect(await ask('central?lang=es')).toEqual(mayShow);
  await collector.db.$client.execute('UPDATE customer_group SET ended_at = 1');
  expect(await ask('central?form=2&lang=es')).toEqual({ mayShow, group: null });
});

test('says on the privacy page that the answer is kept, only if an office asks', async () => {
  await using collector = await aCollector();
  expect(await open(collector, '/privacy')).not.toContain(en.privacyPage.group);
  await addGroups(collector.db);
  expect(await open(collector, '/privacy')).toContain(en.privacyPage.group);
});

test('says on the privacy page in every language that a link’s group and campaign are kept, even if no office asks', async () => {
  await using collector = await aCollector({ LANGUAGES: Object.keys(catalogs).join() });
  await addGroups(collector.db, false);
  expect((await send(collector, aResponse({ group: 'client' }))).status).toBe(201);
  expect(await count(collector.db, 'response WHERE group_id IS NOT NULL')).toBe(1);
  for (const [tag, { privacyPage }] of Object.entries(catalogs)) {
    const page = await open(collector, `/privacy?lang=${tag}`);
    expect(page, tag).toContain(privacyPage.link);
    expect(page, tag).not.toContain(privacyPage.group);
  }
});

test('offers webmasters a tag for one group, only if the department has groups', async () => {
  await using collector = await aCollector();
  expect(await open(collector, '/embed?group=client')).not.toContain('Customer group');
  await addGroups(collector.db, false);
  const html = await open(collector, '/embed?region=central&group=client');
  expect(html).toContain('<option value="client" selected>Client</option>');
  expect(html).toContain('region-name=&quot;Central Region&quot; group=&quot;client&quot;');
  expect(html).toContain('/s/central?group=client&quot;&gt;');
  expect(html).toContain('/s/central?channel=embed&amp;amp;group=client');
  expect(await open(collector, '/embed?group=advocate')).not.toContain('group=&quot;');
});
