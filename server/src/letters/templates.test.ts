import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, count } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const managers = '/console/departments/cws/letters';
const administrators = '/console/departments/cws/case-letters';

const field = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
const box = (body: string, name = 'text') => new RegExp(`<textarea id="${name}"[^>]*>\n([^<]*)`).exec(body)?.[1] ?? '';

/** Saves a text as the form does that the person has open. */
const saverOf = async (person: Staff, path: string) => {
  const before = field((await person.get(path)).body, 'before');
  return (value: string, action = '') => person.post(path, { text: value, before, action });
};

test('a manager gives a letter its own text in one language, and forms of that department start with it', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,es,ar' });
  const { db } = collector;
  const manager = await aPerson(collector, 'manager');
  expect(text((await manager.get('/console')).body)).toContain('Letters');
  const list = await manager.get(`${managers}?language=es`);
  expect(list.body.match(/Standard text/g)).toHaveLength(6);
  expect(list.body).not.toContain('commissioner');
  const path = `${managers}/acknowledgement?language=es`;
  const standard = box((await manager.get(path)).body);
  expect(standard).toContain('Estimado/a {name}:');

  const words = 'Hola, {name}:\n\nSu número es {reference} <b>. Lo sabremos el {date}.\n\nTel. en {office}';
  const save = await saverOf(manager, path);
  expect((await manager.get(`${managers}/answer?language=ar`)).body).toMatch(/<textarea[^>]*lang="ar" dir="rtl"/);
  // A form in a language that is not offered anymore changes no other language's text.
  expect((await manager.post(`${managers}/answer?language=vi`, { text: words, before: '' })).status).toBe(404);
  const preview = await save(words, 'preview');
  expect(preview.body).toContain('Su número es 7KQ4-X2MD &lt;b&gt;. Lo sabremos el 31 de agosto de 2026.');
  expect(text(preview.body)).toContain('Nothing is saved yet.');
  expect(await count(db, 'letter_template')).toBe(0);
  // Sent twice, it is saved once.
  for (let times = 0; times < 2; times++) {
    expect((await save(words)).headers.get('location')).toBe(`${managers}?language=es&notice=saved`);
  }
  expect(text((await manager.get(`${managers}?language=es`)).body)).toContain('Own text');
  const { rows } = await db.$client.execute("SELECT detail, subject FROM audit_event WHERE action LIKE 'letter %'");
  expect(rows).toEqual([
    expect.objectContaining({ subject: 'cws', detail: '{"letter":"acknowledgement","language":"es","text":"own"}' }),
  ]);

  const contact = { title: 'Sra.', name: 'Díaz', email: null, phone: null, post: null };
  for (const [language, found] of [
    ['es', 'Hola, Sra. Díaz:'],
    ['en', 'Dear Sra. Díaz,'],
  ] as const) {
    const { reference } = await aCase(collector, { language, contact });
    const { body } = await manager.get(`/console/cases/${reference}`);
    expect(box(body, 'acknowledge-text'), language).toContain(found);
    if (language === 'es') expect(box(body, 'acknowledge-text')).toContain(`Su número es ${reference} &lt;b&gt;`);
  }

  const back = await saverOf(manager, path);
  expect((await back('whatever', 'standard')).status).toBe(303);
  expect(await count(db, 'letter_template')).toBe(0);
  expect(box((await manager.get(path)).body)).toBe(standard);
});

test('refuses unknown placeholders and long texts, and lets nobody overwrite what they have not seen', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  const manager = await aPerson(collector, 'manager');
  const [early, late] = [
    await saverOf(administrator, `${administrators}/answer`),
    await saverOf(manager, `${managers}/answer`),
  ];
  for (const [wrong, message] of [
    ['By {date}', '{date} is not a placeholder of this letter.'],
    ['{Name} {secret}', '{secret} is not a placeholder of this letter.'],
    ['An open { brace', '{ brace is not a placeholder of this letter.'],
    ['x'.repeat(10_001), 'Shorten the text to 10,000 characters.'],
  ] as const) {
    const answer = await early(wrong);
    expect(answer.status, wrong.slice(0, 20)).toBe(400);
    expect(text(answer.body)).toContain(message);
    expect(box(answer.body)).toBe(wrong);
  }
  expect((await early('{name}: {office} \u202e')).status).toBe(303);
  expect(box((await administrator.get(`${administrators}/answer`)).body)).toBe('{name}: {office}');
  const conflict = await late('Mine');
  expect(conflict.status).toBe(409);
  expect(box(conflict.body)).toBe('Mine');
  expect(text(conflict.body)).toContain('Text that is saved now {name}: {office}');
  // The form that is shown then has seen the other text.
  const before = field(conflict.body, 'before');
  expect((await manager.post(`${managers}/answer`, { text: 'Mine', before })).status).toBe(303);
  expect(box((await administrator.get(`${administrators}/answer`)).body)).toBe('Mine');
});

test('only administrators and the department’s own managers reach the texts', async () => {
  await using collector = await aCollector();
  await collector.db.$client.execute(
    "INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other', 'America/Los_Angeles', 7)",
  );
  const other = await aPerson(collector, 'manager', 'other');
  const handler = await aPerson(collector, 'handler');
  const representative = await aPerson(collector, 'representative');
  for (const person of [other, handler, representative]) {
    for (const path of [managers, `${managers}/answer`, administrators, `${administrators}/answer`]) {
      expect((await person.get(path)).status, path).toBe(404);
      if (path.endsWith('answer')) expect((await person.post(path, { text: 'x' })).status, path).toBe(404);
    }
  }
  expect(text((await handler.get('/console')).body)).not.toContain('Letters');
  const manager = await aPerson(collector, 'manager');
  expect((await manager.get(`${managers}/nothing`)).status).toBe(404);
  expect((await manager.get(`${managers}/commissioner-notice`)).status).toBe(200);
  expect((await manager.get(administrators)).status).toBe(404);
});
