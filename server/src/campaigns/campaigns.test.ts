import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCampaign, aProposal, campaignsAt, propose } from '../../test/campaigns.ts';
import { aCollector, aResponse, count, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';

const day = 24 * 60 * 60 * 1000;

/** The actions in the audit log about campaigns, in order. */
async function audited({ db }: TestCollector) {
  const { rows } = await db.$client.execute(
    "SELECT action FROM audit_event WHERE action LIKE 'campaign %' ORDER BY id",
  );
  return rows.map(({ action }) => action);
}

test('a junior ambassador proposes a campaign for the own region, and an ambassador approves it', async () => {
  await using collector = await aCollector();
  const [junior, ambassador] = [await aPerson(collector, 'junior'), await aPerson(collector, 'ambassador')];
  const form = text((await junior.get(`${campaignsAt}/new?template=partners`)).body);
  expect(form).toContain('Central Region');
  expect(form).not.toContain('East Region');
  expect(form).not.toContain('Whole department');
  for (const place of ['east', '*', 'nowhere']) {
    expect((await junior.post(campaignsAt, aProposal({ place }))).status, place).toBe(400);
  }
  const proposal = aProposal();
  const first = await junior.post(campaignsAt, proposal);
  const path = first.headers.get('location')!.split('?')[0]!;
  expect((await junior.post(campaignsAt, proposal)).headers.get('location'), 'sent twice').toBe(path);
  expect(await count(collector.db, 'campaign')).toBe(1);

  expect(text((await junior.get(path)).body)).not.toContain('Approve the campaign');
  expect((await junior.post(`${path}/approval`)).status).toBe(404);
  expect(text((await ambassador.get('/console')).body)).toMatch(/proposes the campaign “Lobby week”/);
  expect((await ambassador.post(`${path}/decline`)).status).toBe(400);
  expect((await ambassador.post(`${path}/approval`)).headers.get('location')).toBe(`${path}?notice=approved`);
  expect((await ambassador.post(`${path}/approval`)).status).toBe(409);
  expect((await ambassador.post(`${path}/decline`, { reason: 'Too late' })).status).toBe(409);
  expect(text((await junior.get('/console')).body)).toContain('Your campaign “Lobby week” was approved.');
  expect(row((await junior.get(campaignsAt)).body, 'Lobby week')[1]).toBe('Running');
  expect((await ambassador.post(`${path}/end`, { reason: 'The lobby is closed.' })).status).toBe(303);
  expect(row((await junior.get(campaignsAt)).body, 'Lobby week')[1]).toBe('Ended early');
  expect(await audited(collector)).toEqual(['campaign proposed', 'campaign approved', 'campaign ended']);
});

test('a campaign of another region or department does not exist for a junior ambassador', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  const junior = await aPerson(collector, 'junior');
  const stranger = await aPerson(collector, 'representative', 'other');
  const east = await propose(await aPerson(collector, 'ambassador'), { place: 'east', name: 'East only' });
  for (const [person, path] of [
    [junior, east],
    [stranger, east],
    [stranger, east.replace('cws', 'other')],
  ] as const) {
    expect((await person.get(path)).status, path).toBe(404);
    for (const step of ['approval', 'decline', 'end', 'numbers']) {
      expect((await person.post(`${path}/${step}`, { reason: 'x', goal: '5' })).status, `${path}/${step}`).toBe(404);
    }
  }
  expect((await junior.get(campaignsAt)).body).not.toContain('East only');
  expect((await junior.get(`${campaignsAt}/new?from=${east.split('/').at(-1)}`)).body).not.toContain('East only');
  expect(await count(collector.db, "campaign WHERE stage = 'proposed' AND goal IS NULL")).toBe(1);
});

test('rejects what a campaign cannot have, and keeps what was typed', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const mistakes: [fields: Record<string, string>, message: string][] = [
    [{ name: '' }, 'Enter a name of 80 characters or fewer.'],
    [{ name: 'Lobby\r\nBcc: a@example.org' }, 'Enter a name of 80 characters or fewer.'],
    [{ name: 'See evil.example/a' }, 'Leave out links and email addresses.'],
    [{ purpose: '' }, 'Enter what the campaign is for'],
    [{ audience: 'everyone' }, 'Choose who is surveyed.'],
    [{ startsOn: '2026-08-16' }, 'The first day has passed.'],
    [{ endsOn: '2026-08-16' }, 'The last day cannot be before the first day.'],
    [{ endsOn: '2027-08-18' }, 'A campaign can last up to 366 days.'],
    [{ endsOn: '2026-02-30' }, 'Enter the last day.'],
    [{ goal: '0' }, 'Enter a whole number of 1 or more'],
    [{ invited: '1.5' }, 'Enter a whole number of 1 or more'],
    [{ send: 'x' }, 'The form is incomplete.'],
  ];
  for (const [fields, message] of mistakes) {
    const { status, body } = await ambassador.post(campaignsAt, aProposal({ purpose: 'Kept words', ...fields }));
    expect(status, message).toBe(400);
    expect(text(body)).toContain(message);
    if (fields['purpose'] === undefined) expect(body).toContain('Kept words');
  }
  expect(await count(collector.db, 'campaign')).toBe(0);

  // One whose last day is over cannot be approved anymore.
  const path = await propose(ambassador);
  collector.clock.now += 14 * day;
  const again = await aPerson(collector, 'ambassador');
  expect((await again.post(`${path}/approval`)).status).toBe(409);
  expect(row((await again.get(campaignsAt)).body, 'Lobby week')[1]).toBe('Not approved in time');
});

test('shows answers, the goal, the average and the items, and a rate only if the number of people invited is known', async () => {
  await using collector = await aCollector();
  const [ambassador, junior] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'junior')];
  const { path, id } = await aCampaign(collector, ambassador, { place: '*', goal: '30' });
  await insertRows(collector.db, { responses: 10 });
  await insertRows(collector.db, { responses: 3, region: 'east', rating: '5' });
  const run = (sql: string) => collector.db.$client.execute(sql);
  await run(`UPDATE response SET campaign_id = ${id} WHERE id LIKE 'east%' OR id LIKE 'central%'`);
  await run("UPDATE response SET respect = NULL WHERE id LIKE 'central%'");
  const before = await collector.figures('2026-07');

  const page = (await ambassador.get(path)).body;
  expect(text(page)).toMatch(/Responses 13 The goal is 30\. Response rate – Not known/);
  expect(text(page)).toMatch(/Average 3\.52 n 68 ratings · 95% confidence interval \d\.\d\d to \d\.\d\d/);
  expect(row(page, 'Respect')).toEqual(['Respect', '5.00', '3', 'cannot be estimated']);
  expect(text(page)).toMatch(/Central Region 10 3\.00 50 1\.93 to 4\.07 East Region 3 5\.00 18 cannot be estimated/);
  // The region's own figures are those of all its responses.
  expect(before.regions.find(({ region }) => region === 'east')).toMatchObject({ responses: 3, average: '5.00' });

  expect((await ambassador.post(`${path}/numbers`, { goal: '13', invited: '40' })).status).toBe(303);
  expect(text((await ambassador.get(path)).body)).toMatch(
    /The goal of 13 is reached\. Response rate 32% 13 responses and 40 people invited\. Answers may include others\./,
  );
  expect((await ambassador.post(`${path}/numbers`, { goal: '13', invited: '40' })).status).toBe(303);
  expect(await audited(collector)).toHaveLength(3);

  const part = text((await junior.get(path)).body);
  expect(part).toContain('You see the responses from your own regions.');
  expect(part).toContain('From 10 responses');
  expect(part).not.toMatch(/East Region 3|The goal|Response rate/);
  expect(row((await junior.get(campaignsAt)).body, 'Lobby week')[3]).toBe('–');
  expect((await junior.post(`${path}/numbers`, { goal: '1' })).status).toBe(404);
});

test('a campaign has a link and a poster for each of its regions', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const { path, code } = await aCampaign(collector, ambassador);
  expect(code).toMatch(/^lobby-week-[\da-f]{6}$/);
  const { body } = await ambassador.get(path);
  expect(body).toContain(`/s/central?campaign=${code}"`);
  expect(body).not.toContain('/s/east');
  // Answers through the link count as its own, and in the region like any other.
  const page = await (await fetch(`${collector.url}/s/central?campaign=${code}`)).text();
  expect(page).toContain(`name="campaign" value="${code}"`);
  expect((await sendForm(collector, aForm({ campaign: code }))).status).toBe(303);
  expect((await send(collector, aResponse({ campaign: code }))).status).toBe(201);
  expect((await send(collector, aResponse())).status).toBe(201);
  expect(row((await ambassador.get(campaignsAt)).body, 'Lobby week')[3]).toBe('2');
  expect((await collector.figures()).total.responses).toBe(3);
  const poster = /href="(\/print\/[^"]+)"/.exec(body)![1]!.replaceAll('&amp;', '&');
  const printed = await (await fetch(collector.url + poster)).text();
  expect(printed).toContain(`/s/central?campaign=${code}"`);
  const spanish = /href="(\/print\/[^"]*lang=es[^"]*)"/.exec(printed)![1]!.replaceAll('&amp;', '&');
  const other = await (await fetch(collector.url + spanish)).text();
  expect(other).toContain(`/s/central?lang=es&amp;campaign=${code}"`);
  const strange = await (await fetch(`${collector.url}/print/central?campaign=%22%3E<b>`)).text();
  expect(strange).not.toContain('campaign=');
  await collector.db.$client.execute("UPDATE region SET retired_at = 1 WHERE slug = 'central'");
  const ended = (await ambassador.get(path)).body;
  expect(ended).not.toContain('/s/central');
  expect(text(ended)).toMatch(/Where Central Region .* This region’s survey has ended/);
});
