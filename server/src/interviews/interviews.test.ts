import { randomUUID } from 'node:crypto';
import { interviewCatalogs } from '@heart-survey/shared/interview/interview';
import { items } from '@heart-survey/shared/items';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { again, valueOf } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';
import { jobsOf } from '../jobs/jobs.ts';

const interviews = '/console/departments/cws/interviews';

/** A collector that offers every language. */
const anyLanguage = () => aCollector({ LANGUAGES: Object.keys(catalogs).join(',') });

const digits = (value: string) => Object.fromEntries(items.map((item) => [item, value]));
const anInterview = (given: Record<string, string> = {}) => ({
  ...{ id: randomUUID() as string, region: 'central', lang: 'en', comment: '', overall: '4' },
  ...digits('4'),
  ...given,
});

const stored = async ({ db }: TestCollector) =>
  (await db.$client.execute('SELECT * FROM response ORDER BY rowid')).rows.map((row) => ({ ...row }));

/** A text as it is in a page. */
const escaped = (text: string) => text.replaceAll("'", '&#39;').replaceAll('"', '&quot;');

test('shows the script in each language, and has the focus in the first field after each interview', async () => {
  await using collector = await anyLanguage();
  const junior = await aPerson(collector, 'junior', 'central');
  for (const [tag, text] of Object.entries(catalogs)) {
    const { body } = await junior.get(`${interviews}?region=central&lang=${tag}`);
    const { opening, declined, closing } = interviewCatalogs[tag]!;
    const words = [
      ...[opening.replace('{department}', 'Child Welfare Services'), declined, closing, text.notice, text.comment],
      ...[...items.map((item) => text.items[item].statement), ...text.scale],
    ];
    for (const one of words) expect(body, tag).toContain(escaped(one));
    expect(body).toContain(`lang="${tag}" dir="${text.direction}"`);
    expect(body).toMatch(/id="helpfulness"[^>]*autofocus/s);
    expect(body).not.toContain('Customer group');
  }
  await collector.db.$client.execute("UPDATE department SET notice = 'Your words are a public record.' WHERE id = 1");
  expect((await junior.get(`${interviews}?lang=es`)).body).toMatch(
    /class="aloud"[^>]*><bdi lang="en"[^>]*>Your words are a public record/,
  );
  const answer = await junior.post(
    interviews,
    anInterview({ lang: 'es', timeliness: '', comment: ' Gracias\r\na todos ' }),
  );
  expect(answer.headers.get('location')).toBe(`${interviews}?region=central&lang=es&notice=stored`);
  const page = (await junior.get(answer.headers.get('location')!)).body;
  expect(page).toContain('Saved. You can start the next interview.');
  expect(page).toMatch(/id="helpfulness"[^>]*value=""[^>]*autofocus/s);
  expect(page).toMatch(/Your interviews for Central Region today.*<td class="number">4<\/td>/s);
  expect(await stored(collector)).toMatchObject([
    {
      ...{ channel: 'phone', region_id: 3, language: 'es', quarter: '2026-07', month: '2026-08', batch_id: null },
      ...{ paper_date: null, helpfulness: 4, timeliness: null, comment: 'Gracias\na todos' },
      received_at: collector.clock.now,
    },
  ]);
  expect(page).toMatch(/id="notice"><p class="done".*id="helpfulness"[^>]*aria-describedby="notice"/s);
});

test('counts an interview in the quarter in which it is entered, or the next one if that is closed', async () => {
  await using collector = await aCollector();
  collector.clock.now = Date.UTC(2026, 9, 1, 6, 59);
  const ambassador = await aPerson(collector, 'ambassador');
  await ambassador.post(interviews, anInterview());
  collector.clock.now = Date.UTC(2026, 9, 1, 7);
  await ambassador.post(interviews, anInterview());
  await collector.heart('close-quarter', '--quarter', '2026-07');
  collector.clock.now = Date.UTC(2026, 9, 1, 6, 59);
  await ambassador.post(interviews, anInterview());
  expect((await stored(collector)).map(({ quarter, month }) => [quarter, month])).toEqual([
    ['2026-07', '2026-09'],
    ['2026-10', '2026-10'],
    ['2026-10', '2026-10'],
  ]);
  expect((await collector.heart('verify')).code).toBe(0);
});

test('counts an interview once, and never again after it was removed, also its audit entry', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const form = anInterview();
  const answers = await Promise.all([ambassador.post(interviews, form), ambassador.post(interviews, form)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  const notices = answers.map(({ headers }) => headers.get('location')!.split('notice=')[1]);
  expect(notices.toSorted()).toEqual(['known', 'stored']);
  expect(await count(collector.db, 'response')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'interviews entered' AND subject = 'cws'")).toBe(1);

  const undo = `${interviews}/${form.id}/removal`;
  const others = [await aPerson(collector, 'representative'), await aPerson(collector, 'junior', 'central')];
  for (const other of others) {
    expect([(await other.get(undo)).status, (await other.post(undo)).status]).toEqual([404, 404]);
  }
  expect((await ambassador.get(`${interviews}?region=central`)).body).toContain(`<a href="${undo}"`);
  expect((await ambassador.get(undo)).body).toMatch(
    /Remove this interview\?.*<dt>Respect<\/dt>\s*<dd>4<.*Cancel<\/a>/s,
  );
  expect(await count(collector.db, 'response'), 'only asked').toBe(1);
  expect((await ambassador.post(undo)).headers.get('location')).toContain('region=central&notice=undone');
  const again = (await ambassador.post(undo)).headers.get('location')!;
  expect(text((await ambassador.get(again)).body)).toContain('The interview could not be removed.');
  expect((await ambassador.get(undo)).status).toBe(404);
  expect((await ambassador.post(interviews, form)).status, 'not stored again unnoticed').toBe(409);
  expect(await count(collector.db, 'response')).toBe(0);
  expect(await count(collector.db, "audit_event WHERE action = 'interview removed'")).toBe(1);
  expect((await collector.figures()).total).toMatchObject({ responses: 0, n: 0 });
  expect((await collector.heart('verify')).code).toBe(0);
});

test('shows the answers again if the page was used before, and saves them when they are sent once more', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const first = anInterview();
  await ambassador.post(interviews, first);
  // Back in the browser, with the next caller's answers; then again to correct one that was removed.
  const next = { ...first, ...digits('2'), comment: 'The next caller' };
  await ambassador.post(`${interviews}/${first.id}/removal`);
  await ambassador.post(interviews, { ...first, id: (next.id = randomUUID()) });
  for (const used of [next, { ...first, overall: '1' }]) {
    const { status, body } = await ambassador.post(interviews, used);
    expect(status).toBe(409);
    expect(body).toContain('You already saved from this page, so nothing was saved this time.');
    expect(body).toContain(used.comment);
    expect(body).toMatch(new RegExp(`id="overall"[^>]*value="${used.overall}"`, 's'));
    const again = { ...used, id: valueOf(body, 'id') };
    expect(again.id).not.toBe(used.id);
    expect((await ambassador.post(interviews, again)).headers.get('location')).toContain('notice=stored');
  }
  expect((await stored(collector)).map(({ overall }) => overall)).toEqual([4, 2, 1]);
});

test('keeps the answers if the survey of the region ends during the call', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const form = anInterview({ comment: 'Kept <b>&', overall: '2' });
  const end = (slugs: string) =>
    collector.db.$client.execute(
      statement(`UPDATE region SET retired_at = ? WHERE slug ${slugs}`, [collector.clock.now - 60 * 86_400_000]),
    );
  await end("= 'central'");
  const { status, body } = await ambassador.post(interviews, form);
  expect(status).toBe(400);
  expect(body).toContain('The answers are not saved yet.');
  expect(body).toContain('<input type="hidden" name="comment" value="Kept &lt;b&gt;&amp;" />');
  expect(valueOf(body, 'overall')).toBe('2');
  // Even if only one is left, the answers are not counted there unless the person chooses it.
  await end("NOT IN ('central', 'east')");
  const left = await ambassador.post(interviews, form);
  expect([left.status, left.body]).toEqual([400, expect.not.stringContaining('Telephone interview for')]);
  expect(left.body).toContain('<option value="" selected>Choose</option>');
  expect((await ambassador.post(interviews, { ...form, region: '' })).status).toBe(400);
  expect((await ambassador.post(interviews, { ...form, region: 'east' })).status).toBe(303);
  await end("= 'east'");
  const none = text((await ambassador.post(interviews, { ...form, id: randomUUID() })).body);
  expect(none).toMatch(/The answers were not saved\. Copy them\.[^]*Overall\s+2\s+Comment\s+Kept/);
  expect(await stored(collector)).toMatchObject([{ comment: 'Kept <b>&', overall: 2, id: form.id }]);
});

test('keeps the answers if the language or the region changes during the call, and Enter still saves', async () => {
  await using collector = await anyLanguage();
  const ambassador = await aPerson(collector, 'ambassador');
  const form = anInterview({ comment: 'Kept <b>&', overall: '2' });
  const changed = await ambassador.post(interviews, { ...form, region: 'east', lang: 'es', do: 'change' });
  expect([changed.status, await count(collector.db, 'response')]).toEqual([200, 0]);
  expect(changed.body).toContain('Telephone interview for East Region');
  expect(changed.body).toContain(escaped(catalogs['es']!.items.respect.statement));
  expect(changed.body).toMatch(/name="comment"[^>]*>\s*Kept &lt;b&gt;&amp;<\/textarea>/);
  expect(changed.body).toMatch(/id="overall"[^>]*value="2"/s);
  expect(valueOf(changed.body, 'id')).toBe(form.id);
  expect(changed.body).toMatch(/<option value="es"[^>]*selected/);
  const [first] = /<button[^>]*>/.exec(changed.body.slice(changed.body.indexOf('class="interview"')))!;
  expect(first, 'what Enter presses').not.toContain('name=');
  expect((await ambassador.post(interviews, { ...form, region: 'east', lang: 'es' })).status).toBe(303);
  expect(await stored(collector)).toMatchObject([{ id: form.id, region_id: 4, language: 'es', overall: 2 }]);
});

test('keeps nothing that joins an answer and its interviewer once the day is over', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const forms = [anInterview(), anInterview()];
  for (const form of forms) {
    await ambassador.post(interviews, form);
    collector.clock.now += 60_000;
  }
  const { rows } = await collector.db.$client.execute("SELECT * FROM audit_event WHERE action LIKE 'interview%'");
  const today = Date.UTC(2026, 7, 17, 7);
  expect(rows).toMatchObject([{ subject: 'cws', person_id: expect.any(String), at: today, detail: null }]);
  const removal = `${interviews}/${forms[1]!.id}/removal`;
  collector.clock.now = today + 86_400_000 - 1;
  const late = await again(collector, ambassador);
  expect((await late.get(removal)).status).toBe(200);
  collector.clock.now += 1;
  for (const answer of [await late.get(removal), await late.post(removal)]) expect(answer.status).toBe(404);
  const { db, clock } = collector;
  const log = { info: () => {}, error: () => {} };
  await jobsOf({ db, clock: () => clock.now, log })
    .find(({ name }) => name === 'purge')!
    .run();
  expect(await mentions(collector, forms[0]!.id)).toEqual(['response']);
});

/** The tables that mention an id. */
async function mentions({ db }: TestCollector, id: string): Promise<string[]> {
  const { rows } = await db.$client.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  const found = rows.map(async ({ name }) => {
    const all = await db.$client.execute(`SELECT * FROM "${String(name)}"`);
    return all.rows.some((row) => Object.values(row).some((value) => String(value).includes(id))) ? [String(name)] : [];
  });
  return (await Promise.all(found)).flat();
}

test('does not remove an interview of a closed quarter, or a response from elsewhere', async () => {
  await using collector = await aCollector();
  collector.clock.now = Date.UTC(2026, 9, 1, 6, 59);
  const ambassador = await aPerson(collector, 'ambassador');
  const [form, web] = [anInterview(), aResponse()];
  await ambassador.post(interviews, form);
  await send(collector, web);
  collector.clock.now = Date.UTC(2026, 9, 1, 7);
  await collector.heart('close-quarter', '--quarter', '2026-07');
  collector.clock.now = Date.UTC(2026, 9, 1, 6, 59);
  const removed = await ambassador.post(`${interviews}/${form.id}/removal`);
  expect(removed.headers.get('location')).toContain('notice=not-undone');
  expect((await ambassador.post(`${interviews}/${web.id}/removal`)).status).toBe(404);
  expect(await count(collector.db, 'response')).toBe(2);
});

test('flags no interview, even if many in a row are the same', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  for (let n = 0; n < 35; n += 1) await ambassador.post(interviews, anInterview({ comment: 'Fine' }));
  // The limits of the public endpoint do not notice them either.
  for (let n = 0; n < 4; n += 1) await send(collector, aResponse({ rating: 4, comment: 'Fine' }));
  expect(await count(collector.db, "response WHERE channel = 'phone'")).toBe(35);
  expect(await count(collector.db, 'response_flag')).toBe(0);
});

test('shows what is wrong, keeps what was entered, and stores nothing', async () => {
  await using collector = await anyLanguage();
  const junior = await aPerson(collector, 'junior', 'central');
  for (const [given, message] of [
    [{ respect: '6' }, 'Respect: Enter a number from 1 to 5'],
    [digits(''), 'Enter at least one rating'],
    [{ region: 'east' }, 'Choose a region.'],
    [{ id: 'x' }, 'UUID'],
    [{ comment: 'x'.repeat(4001) }, '4,000 characters'],
  ] as const) {
    const { status, body } = await junior.post(interviews, anInterview({ comment: 'Kept <b>&', lang: 'ar', ...given }));
    expect(status, message).toBe(400);
    expect(body).toContain(message);
    expect(body).toContain('<title>Error:');
    if (message.startsWith('Respect')) {
      expect(body).toMatch(
        /id="respect"[^>]*aria-describedby="respect-error"[^>]*>\s*<p class="error" id="respect-error"/s,
      );
    }
    if (!('region' in given)) expect(body).toContain(catalogs['ar']!.items.respect.statement);
    if (!('comment' in given)) expect(body).toContain('Kept &lt;b&gt;&amp;');
  }
  expect(await count(collector.db, 'response')).toBe(0);
});

test('asks for the region first, unless the person has only one', async () => {
  await using collector = await aCollector();
  const [ambassador, junior] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'junior', 'east')];
  for (const asked of ['', '?region=nowhere']) {
    const { body } = await ambassador.get(`${interviews}${asked}`);
    expect(body).toContain('name="region"');
    expect(body).not.toContain('name="overall"');
  }
  expect((await ambassador.post(interviews, anInterview({ region: 'nowhere' }))).status).toBe(400);
  expect((await junior.get(interviews)).body).toContain('Telephone interview for East Region');
});

test('gives the channel only on this page; elsewhere it is unknown and costs no answer', async () => {
  await using collector = await aCollector();
  const { cookie } = await aPerson(collector, 'ambassador');
  const body = JSON.stringify(aResponse({ channel: 'phone' }));
  const headers = { 'Content-Type': 'application/json', cookie };
  const post = () => fetch(`${collector.url}/api/v1/responses`, { method: 'POST', headers, body });
  expect([(await post()).status, (await post()).status]).toEqual([201, 200]);
  const form = { id: randomUUID(), overall: '5', channel: 'phone', wording: '1' };
  expect((await sendForm(collector, form)).status).toBe(303);
  const page = await (await fetch(`${collector.url}/s/central?channel=phone`)).text();
  expect(page).toContain('name="channel" value="page"');
  expect(await count(collector.db, 'response')).toBe(2);
  expect(await count(collector.db, 'response WHERE channel IS NULL')).toBe(2);
});

test('asks for the customer group only if the department does, with its names in the language of the script', async () => {
  await using collector = await anyLanguage();
  const ambassador = await aPerson(collector, 'ambassador');
  await collector.db.$client
    .execute(`INSERT INTO customer_group (department_id, code, names, place, created_at, ended_at)
    VALUES (1, 'client', '{"en":"Client","es":"Cliente"}', 1, 1, NULL), (1, 'gone', '{"en":"Gone"}', 2, 1, 2)`);
  expect((await ambassador.get(`${interviews}?region=central&lang=es`)).body).not.toContain('Cliente');
  await collector.db.$client.execute('UPDATE department SET asks_group = 1');
  const { body } = await ambassador.get(`${interviews}?region=central&lang=es`);
  expect(body).toContain('<option value="client" lang="es" dir="ltr">Cliente</option>');
  expect(body).not.toContain('Gone');
  expect((await ambassador.get(`${interviews}?region=central&lang=ko`)).body).toContain(
    '<option value="client">Client</option>',
  );
  expect(body).toContain(catalogs['es']!.group);
  await ambassador.post(interviews, anInterview({ group: 'client' }));
  await ambassador.post(interviews, anInterview({ group: '' }));
  expect((await stored(collector)).map((row) => row['group_id'])).toEqual([1, null]);
});
