import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../../test/statement.ts';

const path = '/console/departments/cws/recognition';

/** Adds an employee. @returns their id. */
async function anEmployee({ db }: TestCollector, name: string, given: { region?: string; email?: string | null } = {}) {
  const { region = 'central', email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.gov` } = given;
  const { rows } = await db.$client.execute(
    statement(
      `INSERT INTO employee (region_id, name, email, supervisor_email, code, created_at)
        SELECT id, :name, :email, 'boss@example.gov', :code, 1 FROM region WHERE slug = :region RETURNING id`,
      { name, email, region, code: `code-of-${name.toLowerCase().replaceAll(/\W+/g, '-')}` },
    ),
  );
  return Number(rows[0]!['id']);
}

async function praise(collector: TestCollector, given: Partial<Parameters<typeof aResponse>[0]> & object) {
  const response = aResponse({ rating: 5, ...given });
  expect((await send(collector, response)).status).toBe(201);
  return response.id;
}

const valuesOf = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`name="${name}"\\s+value="([^"]*)"`, 'g'))].map(([, value]) => value!);

/** The choice that the form opens with. */
async function opened(person: Staff, id: string) {
  const { body, status } = await person.get(`${path}/comments/${id}`);
  expect(status, body).toBe(200);
  const checked = (name: string) =>
    [...body.matchAll(new RegExp(`name="${name}"\\s+value="([^"]*)"\\s+checked`, 'g'))].map(([, value]) => value!);
  return {
    send: valuesOf(body, 'send')[0]!,
    people: checked('people'),
    letters: checked('letters'),
    team: '',
    search: '',
    sentences: [] as string[],
    words: '',
    line: '',
  };
}

test('offers praise that nobody answered, thanks once, and says who was first', async () => {
  await using collector = await aCollector();
  const maria = await anEmployee(collector, 'Maria Gomez');
  const id = await praise(collector, { comment: 'Thank you so much for your help.', employee: 'code-of-maria-gomez' });
  const [one, other] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'ambassador')];
  expect(text((await one.get('/console')).body)).toContain('New praise is waiting for a thank-you');
  const { body } = await one.get(path);
  expect(text(body)).toContain('Thank you so much for your help.');

  expect((await one.post(`${path}/comments/${id}/hand`)).headers.get('location')).toBe(`${path}/comments/${id}`);
  expect(text((await other.get(path)).body)).toContain('is working on this');
  const choice = await opened(one, id);
  expect(choice).toMatchObject({ people: [String(maria)], letters: ['H', 'E', 'A', 'R', 'T'] });

  const preview = await one.post(`${path}/comments/${id}`, { ...choice, do: 'preview' });
  for (const part of [
    'maria.gomez@example.gov',
    'boss@example.gov',
    one.email,
    'Thank you for providing exceptional customer service.',
    'You have been recognized by a customer for your Helpfulness, Expertise, Attentiveness, Respect and Timeliness (HEART)!',
    'Thank you so much for your help.',
    'Central Region, August 2026',
  ]) {
    expect(text(preview.body)).toContain(part);
  }
  const theirs = await opened(other, id);
  const answers = await Promise.all([
    one.post(`${path}/comments/${id}`, { ...choice, do: 'send' }),
    other.post(`${path}/comments/${id}`, { ...theirs, do: 'send' }),
    one.post(`${path}/comments/${id}`, { ...choice, do: 'send' }),
  ]);
  expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThan(0);
  expect(await count(collector.db, 'recognition_recipient')).toBe(1);
  expect(await count(collector.db, "outbox WHERE kind = 'thank-you'")).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'thank-you sent'")).toBe(1);
  expect(await count(collector.db, 'heart_quarter')).toBe(1);
  const after = await other.get(`${path}/comments/${id}`);
  expect(text(after.body)).toMatch(/thanked Maria Gomez for this comment/);
  expect(text((await one.get(path)).body)).toContain('No comment is waiting for a thank-you');
});

test('the queue has comments that are rated 4 or 5 or name an employee, and nothing that may not be thanked for', async () => {
  await using collector = await aCollector();
  await anEmployee(collector, 'Maria Gomez');
  await anEmployee(collector, 'Grace May');
  await praise(collector, { comment: 'Rated four.', rating: 4 });
  await praise(collector, { comment: 'It was bad, but Gomez was kind.', rating: 1 });
  await praise(collector, { comment: 'I may like grace bread.', rating: 1 });
  const hidden = await praise(collector, { comment: 'Hide me.' });
  const excluded = await praise(collector, { comment: 'Exclude me.' });
  const own = await praise(collector, { comment: 'I am great.' });
  await collector.db.$client.batch([
    statement('UPDATE response SET excluded_at = 1 WHERE id = ?', [excluded]),
    statement(
      "INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at) SELECT id, 'self', region_id, quarter, 1 FROM response WHERE id = ?",
      [own],
    ),
  ]);
  const ambassador = await aPerson(collector, 'ambassador');
  await ambassador.post(`/console/departments/cws/comments/${hidden}/hiding`, { reason: 'Names a child.' });
  const shown = text((await ambassador.get(path)).body);
  for (const there of ['Rated four.', 'Gomez was kind.']) expect(shown).toContain(there);
  for (const missing of ['grace bread', 'Hide me.', 'Exclude me.', 'I am great.']) expect(shown).not.toContain(missing);
  for (const id of [hidden, excluded, own]) {
    expect(text((await ambassador.get(`${path}/comments/${id}`)).body)).toContain('You cannot send a thank-you');
    const refused = await ambassador.post(`${path}/comments/${id}`, {
      do: 'send',
      people: '1',
      send: 'x',
      letters: 'H',
    });
    expect(refused.status).toBe(409);
  }
  expect(await count(collector.db, 'recognition')).toBe(0);
});

test('a comment that is not a thank-you leaves the queue, and comes back with undo', async () => {
  await using collector = await aCollector();
  const id = await praise(collector, { comment: 'Nice parking lot.' });
  const ambassador = await aPerson(collector, 'ambassador');
  const dismissed = await ambassador.post(`${path}/comments/${id}/dismissal`);
  const page = await ambassador.get(dismissed.headers.get('location')!);
  expect(text(page.body)).toContain('Marked as not a thank-you.');
  expect(text(page.body)).not.toContain('Nice parking lot.');
  expect(text((await ambassador.get(`${path}?show=dismissed`)).body)).toContain('Nice parking lot.');
  expect((await ambassador.post(`${path}/comments/${id}/dismissal`)).headers.get('location')).toContain(
    'notice=before',
  );
  await ambassador.post(`${path}/comments/${id}/dismissal/end`);
  expect(text((await ambassador.get(path)).body)).toContain('Nice parking lot.');
});

test('a junior ambassador thanks in their regions only, and other roles see nothing', async () => {
  await using collector = await aCollector();
  const south = await anEmployee(collector, 'Sam South', { region: 'south' });
  const own = await praise(collector, { comment: 'Praise for central.' });
  const elsewhere = await praise(collector, { comment: 'Praise for south.', region: 'south' });
  const junior = await aPerson(collector, 'junior');
  const shown = text((await junior.get(path)).body);
  expect([shown.includes('Praise for central.'), shown.includes('Praise for south.')]).toEqual([true, false]);
  expect((await junior.get(`${path}/comments/${elsewhere}`)).status).toBe(404);
  const choice = await opened(junior, own);
  const refused = await junior.post(`${path}/comments/${own}`, { ...choice, people: String(south), do: 'send' });
  expect([refused.status, text(refused.body).includes('Choose who to thank.')]).toEqual([400, true]);
  for (const role of ['executive', 'administrator', 'representative'] as const) {
    const person = await aPerson(collector, role);
    expect((await person.get(path)).status, role).toBe(404);
    expect((await person.get(`${path}/comments/${own}`)).status, role).toBe(404);
    expect((await person.post(`${path}/comments/${own}/dismissal`)).status, role).toBe(404);
  }
});

test('a rejected form comes back with everything that was chosen, and someone who left is not thanked', async () => {
  await using collector = await aCollector();
  const maria = await anEmployee(collector, 'Maria Gomez');
  const silent = await anEmployee(collector, 'Nell Noemail', { email: null });
  const id = await praise(collector, { comment: 'Maria helped. My son Leo is ill.' });
  const ambassador = await aPerson(collector, 'ambassador');
  const choice = { ...(await opened(ambassador, id)), line: 'Well done', words: 'Leo', letters: 'H' };
  const post = (given: Record<string, string | string[]>) =>
    ambassador.post(`${path}/comments/${id}`, { ...choice, ...given });
  const nobody = await post({ do: 'preview' });
  expect(nobody.status).toBe(400);
  for (const kept of ['Choose who to thank.', 'Well done', 'Leo']) expect(nobody.body).toContain(kept);
  const found = await post({ do: 'search', search: 'nell' });
  expect(found.body).toContain('Nell Noemail');
  expect((await post({ do: 'send', people: String(silent) })).body).toContain('has no email address in the directory');
  const all = await post({ do: 'preview', people: String(maria), sentences: ['0', '1'] });
  expect(all.body).toContain('Leave at least a few words of the comment.');
  const preview = await post({ do: 'preview', people: String(maria) });
  expect(text(preview.body)).toContain('My son […] is ill.');
  await collector.db.$client.execute(statement('UPDATE employee SET left_at = 1 WHERE id = ?', [maria]));
  expect((await post({ do: 'send', people: String(maria) })).status).toBe(400);
  expect(await count(collector.db, 'recognition_recipient')).toBe(0);
});

test('a team is thanked as one, with an email for each member', async () => {
  await using collector = await aCollector();
  const members = [await anEmployee(collector, 'Ann One'), await anEmployee(collector, 'Bo Two')];
  await collector.db.$client.batch([
    "INSERT INTO team (id, region_id, name, created_at) SELECT 7, id, 'Central front desk', 1 FROM region WHERE slug = 'central'",
    ...members.map((id) => statement('INSERT INTO team_member VALUES (7, ?)', [id])),
  ]);
  const id = await praise(collector, { comment: 'The front desk is great.' });
  const ambassador = await aPerson(collector, 'ambassador');
  const choice = await opened(ambassador, id);
  const sent = await ambassador.post(`${path}/comments/${id}`, { ...choice, team: '7', do: 'send' });
  expect(sent.status, sent.body).toBe(303);
  expect(await count(collector.db, 'recognition_recipient')).toBe(2);
  expect(await count(collector.db, "outbox WHERE kind = 'thank-you'")).toBe(2);
  const ready = text((await ambassador.get(sent.headers.get('location')!)).body);
  for (const name of ['Ann One', 'Bo Two']) {
    expect(ready).toMatch(new RegExp(`Draft for ${name}\\s+Draft for ${name} ?, with the link`));
  }
  expect(await count(collector.db, 'heart_quarter WHERE team_id = 7 AND employee_id IS NULL')).toBe(1);
  expect(await count(collector.db, 'heart_quarter')).toBe(1);
});

test('words to leave out must be in the comment, however their apostrophes are typed, and there cannot be too many', async () => {
  await using collector = await aCollector();
  const maria = await anEmployee(collector, 'Maria Gomez');
  const id = await praise(collector, { comment: 'Maria helped with Johnny’s papers.' });
  const ambassador = await aPerson(collector, 'ambassador');
  const choice = { ...(await opened(ambassador, id)), people: String(maria), do: 'preview' };
  const post = (words: string) => ambassador.post(`${path}/comments/${id}`, { ...choice, words });
  expect(text((await post("Johnny's")).body)).toContain('Maria helped with […] papers.');
  const unknown = await post('Johnnie');
  expect([unknown.status, text(unknown.body).includes('“Johnnie” is not in the comment.')]).toEqual([400, true]);
  for (const words of ['x'.repeat(501), Array.from({ length: 21 }, (_, index) => `a${index}`).join('\n')]) {
    expect(text((await post(words)).body)).toContain('Enter at most 20 lines and 500 characters.');
  }
});

test('who is working on a comment stays, and a form that was sent and then changed says so', async () => {
  await using collector = await aCollector();
  const maria = await anEmployee(collector, 'Maria Gomez');
  const id = await praise(collector, { comment: 'Maria helped. My son Leo is ill.' });
  const [one, other] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'ambassador')];
  await one.post(`${path}/comments/${id}/hand`);
  await other.post(`${path}/comments/${id}/hand`);
  expect(text((await other.get(path)).body)).toContain(`${one.email} is working on this`);
  const choice = { ...(await opened(one, id)), people: String(maria), do: 'send' };
  const post = (given: Record<string, string>) => one.post(`${path}/comments/${id}`, { ...choice, ...given });
  expect((await post({})).status).toBe(303);
  expect((await post({})).status).toBe(303);
  expect((await post({ words: 'Leo' })).status).toBe(409);
  expect(await count(collector.db, 'recognition_recipient')).toBe(1);
});

test('nobody thanks themselves, and a member who moved to another region is not thanked with the team', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const own = await anEmployee(collector, 'Olga Own', { email: ambassador.email.toUpperCase() });
  const moved = await anEmployee(collector, 'Mo Moved', { region: 'south' });
  await collector.db.$client.batch([
    "INSERT INTO team (id, region_id, name, created_at) SELECT 7, id, 'Central front desk', 1 FROM region WHERE slug = 'central'",
    statement('INSERT INTO team_member VALUES (7, ?)', [moved]),
  ]);
  const id = await praise(collector, { comment: 'Olga helped.', employee: 'code-of-olga-own' });
  const choice = await opened(ambassador, id);
  expect(choice.people).toEqual([]);
  const post = (given: Record<string, string>) =>
    ambassador.post(`${path}/comments/${id}`, { ...choice, do: 'send', ...given });
  expect(text((await post({ people: String(own) })).body)).toContain('Choose who to thank.');
  expect(text((await post({ team: '7' })).body)).toContain('This team has no members with an email address.');
});

test('a department with 300 regions has a queue', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(`INSERT INTO region (department_id, slug, name)
    SELECT 1, 'region-' || value, 'Region ' || value FROM json_each('[${Array.from({ length: 300 }, (_, at) => at).join()}]')`);
  await praise(collector, { comment: 'From the last region.', region: 'region-299' });
  await praise(collector, { comment: 'From the first region.' });
  const shown = text((await (await aPerson(collector, 'ambassador')).get(path)).body);
  expect(shown).toMatch(/From the first region.*From the last region/s);
});
