import { randomUUID } from 'node:crypto';
import { dayInWords } from '@heart-survey/shared/dates';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { again, valueOf } from '../../test/plans.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { submitted } from '../../test/submissions.ts';
import { afterQuarter, afterSettling, manyAlike } from '../../test/trend-cases.ts';
import { commit } from '../database/database.ts';
import { serviceStandard } from '../database/schema.ts';
import { insertValue, standardsOf } from './queries.ts';

const list = '/console/departments/cws/standards';
const setup = `${list}/setup`;
const publishing = '/console/departments/cws/quarters/2026-07/publishing';

const ofSurvey = {
  text: 'We treat you with respect.',
  area: 'conduct',
  measure: 'item respect',
  unit: '',
  direction: 'at least',
  target: '4.2',
};
const ofCases = { ...ofSurvey, text: 'We answer in time.', measure: 'clock answered', target: '95' };
const byHand = {
  ...ofSurvey,
  text: 'You wait no longer than five days.',
  measure: 'entered',
  unit: 'days',
  direction: 'at most',
  target: '5',
};

/** The cells of each standard in the table, by its text; latest quarter first. */
function cellsIn(body: string): Record<string, string[]> {
  const rows = [...body.slice(body.indexOf('<tbody>')).matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => text(cell!).trim().replaceAll(/\s+/g, ' ')),
  );
  return Object.fromEntries(rows.map(([head, ...cells]) => [/^.*?\./.exec(head!)![0], cells]));
}

const enter = (staff: Staff, id: number, value: string, given: Record<string, string> = {}) =>
  staff.post(`${list}/${id}/values`, {
    ...{ id: randomUUID(), quarter: '2026-07', value, basedOn: '', note: 'From the lobby’s log.' },
    ...given,
  });

const audited = async ({ db }: TestCollector) =>
  (
    await db.$client.execute("SELECT action, subject FROM audit_event WHERE action LIKE 'standard%' ORDER BY id")
  ).rows.map((row) => `${String(row['action'])}: ${String(row['subject'])}`);

test('a representative adds, changes and ends standards, each once, and quarters that ended keep theirs', async () => {
  await using collector = await aCollector();
  let staff = await aPerson(collector, 'representative');
  expect((await staff.get(`${setup}/new`)).status).toBe(200);
  for (const [field, value, message] of [
    ['text', ' ', 'Enter the standard in 300 characters or fewer.'],
    ['measure', 'item luck', 'Choose how it is measured.'],
    ['target', '5.5', 'Enter an average from 1 to 5.'],
    ['target', '4.205', 'Enter a number with at most two decimals, such as 4.2.'],
    ['direction', 'at most', 'Choose “at least”: for the survey and for cases, higher is better.'],
  ] as const) {
    const answer = await staff.post(setup, { ...ofSurvey, [field]: value });
    expect([answer.status, text(answer.body)]).toEqual([400, expect.stringContaining(message)]);
  }
  const withoutUnit = await staff.post(setup, { ...byHand, unit: '' });
  expect(text(withoutUnit.body)).toContain('Enter the unit, such as days');
  for (let sent = 0; sent < 2; sent += 1) expect((await staff.post(setup, ofSurvey)).status).toBe(303);
  expect((await staff.post(setup, { ...ofSurvey, target: '4' })).status, 'the same text').toBe(400);
  expect(await count(collector.db, 'service_standard')).toBe(1);

  // Changed in the next quarter, twice: the one that just ended keeps the first target.
  collector.clock.now = afterQuarter;
  staff = await again(collector, staff);
  for (let sent = 0; sent < 2; sent += 1) {
    expect((await staff.post(`${setup}/1`, { ...ofSurvey, target: '4.5' })).status).toBe(303);
  }
  expect(await count(collector.db, 'service_standard')).toBe(2);
  const page = (await staff.get(list)).body;
  expect(text(page)).toMatch(/respect\. Conduct · Survey: Respect: at least 4\.20/);
  expect(text(page)).toMatch(/respect\. Conduct · Survey: Respect: at least 4\.50/);
  const rows = [...page.matchAll(/<tr>.*?<\/tr>/gs)].slice(1).map(([row]) => text(row).replaceAll(/\s+/g, ' '));
  expect(rows[0]).toMatch(/4\.20 Not in force No data Not in force/);
  expect(rows[1]).toMatch(/4\.50 No data Not in force Not in force/);
  expect((await staff.get(`${setup}/1`)).status, 'it has ended').toBe(404);
  for (let sent = 0; sent < 2; sent += 1) expect((await staff.post(`${setup}/2/ending`)).status).toBe(303);
  expect(text((await staff.get(setup)).body)).toContain('Standards that have ended');
  expect(await audited(collector)).toEqual(['standard added: cws', 'standard changed: cws', 'standard ended: cws']);
});

test('the agency’s standards count for every department, and each role does what it may', async () => {
  await using collector = await aCollector();
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.post('/console/standards', byHand)).status).toBe(303);
  expect((await administrator.get(list)).status, 'no figures').toBe(404);
  let ambassador = await aPerson(collector, 'ambassador');
  expect(cellsIn((await ambassador.get(list)).body)).toMatchObject({
    'You wait no longer than five days.': [
      'Not entered yet',
      'Not in force',
      'Not in force',
      'Not in force',
      'Not in force',
    ],
  });
  expect((await ambassador.post(setup, ofSurvey)).status).toBe(404);
  const representative = await aPerson(collector, 'representative');
  expect((await representative.post('/console/standards', ofSurvey)).status).toBe(404);
  expect((await representative.post(`${setup}/1`, byHand)).status, 'not of the department').toBe(404);

  collector.clock.now = afterQuarter;
  ambassador = await again(collector, ambassador);
  expect(text((await ambassador.get('/console')).body)).toContain(
    '1 service standard needs a figure for July to September 2026.',
  );
  expect((await enter(ambassador, 1, '5.001')).status).toBe(400);
  expect((await enter(ambassador, 1, '3', { quarter: '2026-04' })).status, 'not in force').toBe(400);
  const form = { id: randomUUID(), quarter: '2026-07', value: '5.01', note: '' };
  for (let sent = 0; sent < 2; sent += 1) expect((await ambassador.post(`${list}/1/values`, form)).status).toBe(303);
  expect(await count(collector.db, 'standard_value')).toBe(1);
  expect(cellsIn((await ambassador.get(list)).body)['You wait no longer than five days.']![1]).toBe(
    '▼ Not met 5.01 days We have no count for this figure',
  );
  expect((await enter(ambassador, 1, '5')).status).toBe(303);
  const page = text((await ambassador.get(`${list}/1`)).body);
  expect(page).toMatch(/July to September 2026 Met 5 days/);
  expect(page).toContain('From the lobby’s log.');
  expect(text((await ambassador.get('/console')).body)).not.toContain('needs a figure');
  for (const role of ['junior', 'manager', 'executive'] as const) {
    const reader = await aPerson(collector, role);
    expect((await enter(reader, 1, '1')).status, role).toBe(404);
    expect(text((await reader.get(`${list}/1`)).body), role).not.toContain('From the lobby’s log.');
  }
});

test('a page that was used before saves nothing unnoticed: it is shown again with what was typed', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'representative');
  await staff.post(setup, byHand);
  const form = { id: randomUUID(), quarter: '2026-07', value: '4', note: '' };
  expect((await staff.post(`${list}/1/values`, form)).status).toBe(303);
  const { status, body } = await staff.post(`${list}/1/values`, { ...form, value: '6', note: 'Corrected.' });
  expect([status, text(body)]).toEqual([409, expect.stringContaining('nothing was saved this time')]);
  expect([valueOf(body, 'id') === form.id, body]).toEqual([false, expect.stringContaining('Corrected.')]);
  const again = { ...form, id: valueOf(body, 'id'), value: '6', note: 'Corrected.' };
  expect((await staff.post(`${list}/1/values`, again)).status).toBe(303);
  expect(cellsIn((await staff.get(list)).body)['You wait no longer than five days.']![0]).toContain('▼ Not met 6 days');
});

test('a figure that is entered while someone changes its standard is not lost with the old one', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'representative');
  await staff.post(setup, byHand);
  const [creator] = await collector.db.select({ personId: serviceStandard.createdBy }).from(serviceStandard);
  const [asRead] = await standardsOf(collector.db, 1);
  await staff.post(`${setup}/1`, { ...byHand, target: '3' });
  const row = { departmentId: 1, quarter: '2026-07', value: 400, at: collector.clock.now, ...creator! };
  const insert = (standardId: number, id: string) =>
    commit(collector.db, [insertValue({ ...row, id, standardId }, asRead!)]);
  for (const standardId of [1, 2]) await insert(standardId, randomUUID());
  const { rows } = await collector.db.$client.execute('SELECT standard_id FROM standard_value');
  expect(rows.map((entered) => entered['standard_id'])).toEqual([2]);
});

test('a note can be corrected or removed, and the audit log has none of its words', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'representative');
  await staff.post(setup, byHand);
  const form = { id: randomUUID(), quarter: '2026-07', value: '4', basedOn: '40', note: 'Rosa Diaz counted.' };
  await staff.post(`${list}/1/values`, form);
  const note = `${list}/1/values/${form.id}/note`;
  expect((await staff.get(`${list}/1`)).body).toContain(`href="${note}"`);
  expect((await (await aPerson(collector, 'junior')).get(note)).status).toBe(404);
  const seen = valueOf((await staff.get(note)).body, 'seen');
  expect((await staff.post(note, { seen, note: 'x'.repeat(501) })).status).toBe(400);
  expect((await staff.post(note, { seen, note: 'From the log.' })).status).toBe(303);
  expect((await staff.post(note, { seen, note: 'Later.' })).body).toContain('Someone else changed the note');
  expect((await staff.post(note, { seen: 'From the log.', note: '' })).status).toBe(303);
  expect(await count(collector.db, 'standard_value WHERE note IS NULL AND value = 400')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'standard note corrected'")).toBe(2);
  expect(await count(collector.db, "audit_event WHERE detail LIKE '%Rosa%' OR detail LIKE '%log%'")).toBe(0);
});

test('outside the department, a figure entered by hand waits for the close, and a change after it is dated', async () => {
  await using collector = await aCollector();
  let staff = await aPerson(collector, 'representative');
  const executive = await aPerson(collector, 'executive');
  await staff.post(setup, byHand);
  collector.clock.now = afterQuarter;
  staff = await again(collector, staff);
  const seen = async (reader: Staff) => {
    const cells = cellsIn((await (await again(collector, reader)).get(list)).body);
    return cells['You wait no longer than five days.']![1];
  };
  await enter(staff, 1, '6');
  await enter(staff, 1, '4', { basedOn: '1200' });
  expect(await seen(staff)).toBe('Met 4 days Based on 1,200');
  expect(await seen(executive)).toBe('Not yet');
  collector.clock.now = afterSettling;
  await collector.heart('close-quarter', '--quarter', '2026-07');
  expect(await seen(executive)).toBe('Met 4 days Based on 1,200');
  collector.clock.now += 86_400_000;
  await enter(await again(collector, staff), 1, '5.5');
  const day = dayInWords(collector.clock.now, 'America/Los_Angeles');
  const kept = `Met 4 days Based on 1,200 Corrected on ${day}. The new figure is withheld.`;
  expect(await seen(executive), 'an unknown number').toBe(kept);
  expect(await seen(staff)).toBe(
    `▼ Not met 5.5 days We have no count for this figure Changed on ${day}, after the quarter closed`,
  );
  await enter(await again(collector, staff), 1, '4.01', { basedOn: '1201' });
  expect(await seen(executive), 'one person more').toBe(kept);
  await enter(await again(collector, staff), 1, '5.01', { basedOn: '1211' });
  expect(await seen(executive)).toBe(`▼ Not met 5.01 days Based on 1,211 Changed on ${day}, after the quarter closed`);
  await enter(await again(collector, staff), 1, '4.02', { basedOn: '1201' });
  expect(await seen(executive), 'one person more than at the close').toContain('5.01 days Based on 1,211 Corrected on');
  for (const basedOn of ['0', '1.5', '1000001', 'many']) {
    const answer = await enter(await again(collector, staff), 1, '5', { basedOn });
    expect([answer.status, text(answer.body)]).toEqual([400, expect.stringContaining('Enter a whole number from 1')]);
  }
  await enter(await again(collector, staff), 1, '3', { basedOn: '10' });
  expect(await seen(staff)).toContain('Met 3 days Based on 10, so it stays inside your department');
  expect(await seen(executive)).toBe(`Withheld Based on 1 to 10 Changed on ${day}, after the quarter closed`);
});

test('figures of the current quarter stay if only the words or the target of a standard change', async () => {
  await using collector = await aCollector();
  let staff = await aPerson(collector, 'representative');
  await staff.post(setup, byHand);
  await enter(staff, 1, '6');
  collector.clock.now = afterQuarter;
  staff = await again(collector, staff);
  await enter(staff, 1, '4', { quarter: '2026-10' });
  const rows = async () => {
    const { body } = await staff.get(list);
    const found = [...body.matchAll(/<tr>.*?<\/tr>/gs)].slice(1).map(([row]) => text(row).replaceAll(/\s+/g, ' '));
    return found.map((row) => row.match(/(?:Met|Not met) \S+|Not entered yet|Not in force/g)!.slice(0, 2));
  };
  await staff.post(`${setup}/1`, { ...byHand, text: 'You wait no more than five days.', target: '3' });
  expect(await rows()).toEqual([
    ['Not in force', 'Not met 6'],
    ['Not met 4', 'Not in force'],
  ]);
  expect(text((await staff.get(`${list}/2`)).body)).toContain('From the lobby’s log.');
  expect(await count(collector.db, 'standard_value')).toBe(2);
  await staff.post(`${setup}/2`, { ...byHand, unit: 'hours' });
  expect((await rows()).at(-1), 'other units').toEqual(['Not entered yet', 'Not in force']);
});

test('each reader gets no more of a figure than they may see of it', async () => {
  await using collector = await aCollector();
  const representative = await aPerson(collector, 'representative');
  for (const standard of [ofSurvey, ofCases, { ...ofSurvey, text: 'Overall.', measure: 'item average', target: '4' }]) {
    expect((await representative.post(setup, standard)).status).toBe(303);
  }
  // Five people, which are too few for anyone outside the department; and 4 answers of 44 came late.
  for (let people = 0; people < 5; people += 1) await send(collector, aResponse({ rating: 4 }));
  await manyAlike(collector.db, 40);
  await manyAlike(collector.db, 4, { days: 40 });
  const [manager, executive] = [await aPerson(collector, 'manager'), await aPerson(collector, 'executive')];
  const seen = async (staff: Staff, quarter = 0) => {
    const cells = cellsIn((await (await again(collector, staff)).get(list)).body);
    return ['We treat you with respect.', 'Overall.', 'We answer in time.'].map((name) => cells[name]![quarter]);
  };
  expect(await seen(representative)).toEqual([
    '▼ Not met 4.00 n 5',
    'Met 4.00 (interval cannot be estimated) 5 responses, n 30',
    'Not yet',
  ]);
  expect(await seen(executive)).toEqual(['Not yet', 'Not yet', 'Not yet']);
  collector.clock.now = afterSettling;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).err).toBe('');
  expect(await seen(manager, 1)).toEqual(['Withheld', 'Withheld', '▼ Not met 90.9% 44 promised dates']);
  expect(await seen(executive, 1)).toEqual(['Withheld', 'Withheld', 'Withheld']);
  expect((await seen(representative, 1))[2], 'no case is theirs').toBe('Withheld');
  expect((await seen(representative, 1))[0]).toBe('▼ Not met 4.00 n 5');
});

test('the public reads the standards that the representative chose, as they were then', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,ar' });
  let staff = await aPerson(collector, 'representative');
  const standards = [
    ofSurvey,
    byHand,
    ofCases,
    { ...ofCases, text: 'We reply in time.', measure: 'clock acknowledged' },
    { ...byHand, text: 'You park no farther than five blocks away.', unit: 'blocks' },
  ];
  for (const standard of standards) expect((await staff.post(setup, standard)).status).toBe(303);
  await closedWith(collector.db, '2026-07', { regions: { central: { 4: 20, 5: 12 } }, closedAt: afterQuarter });
  await manyAlike(collector.db, 60, { days: 2 });
  await manyAlike(collector.db, 20, { days: 40 });
  expect((await enter(staff, 2, '4.5', { basedOn: '400' })).status).toBe(303);
  expect((await enter(staff, 5, '4')).status).toBe(303);
  await submitted(collector, '2026-07');
  collector.clock.now = afterQuarter;
  staff = await again(collector, staff);
  // Cases have not settled.
  const early = text((await staff.get(publishing)).body);
  expect(early).toContain('Survey: Respect, at least 4.20: met, 4.37, n 32');
  expect(early).toContain('Entered by hand, in days, at most 5 days: met, 4.5 days, based on 400');
  expect(early).not.toContain('We answer in time.');
  expect(early).toContain('We have no count for this figure. Do not show it if it is about 1 to 10 people.');
  collector.clock.now = afterSettling;
  staff = await again(collector, staff);
  expect(text((await staff.get(publishing)).body)).toContain('We answer in time.');

  const seen = async () => {
    const { body } = await staff.get(publishing);
    return {
      submission: valueOf(body, 'submission'),
      events: valueOf(body, 'events'),
      offered: valueOf(body, 'offered'),
    };
  };
  const publish = async (standard: string[]) => {
    expect((await staff.post(`${publishing}/publish`, { ...(await seen()), standard })).status).toBe(303);
  };
  const page = async (lang = 'en') => await (await fetch(`${collector.url}/results/cws/2026-07?lang=${lang}`)).text();
  const preview = text((await staff.get(`${publishing}/preview?standard=2`)).body);
  expect(preview).toMatch(
    /You wait no longer than five days\. Counted by the department at most 5 days 4\.5 days met Based on 400/,
  );
  await publish([]);
  expect(await page()).not.toContain('Service standards');
  await publish(['1', '2', '3', '99']);
  const shown = text(await page());
  expect(shown).toMatch(/We treat you with respect\. Respect at least 4\.20 4\.37 met n 32/);
  expect(shown).toMatch(
    /We answer in time\. Answers by the promised date at least 95% 75% ▼ not met 80 promised dates/,
  );
  expect(shown).not.toContain('We reply in time.');
  const arabic = await page('ar');
  expect(arabic).toMatch(/<\w+ lang="en"[^>]*>We treat you with respect\.</);
  expect(text(arabic)).toContain('معايير الخدمة');
  const json = async () =>
    (await (await fetch(`${collector.url}/results/cws/2026-07.json`)).json()) as { standards: object[] };
  expect((await json()).standards).toMatchObject([
    { text: ofSurvey.text, measure: 'survey', of: 'respect', target: '4.20', status: 'met', value: '4.37', n: 32 },
    { measure: 'entered', of: 'days', direction: 'at most', status: 'met', value: '4.50', n: 400 },
    { measure: 'cases', of: 'answered', target: '95.00', status: 'missed', value: '75.00', n: 80 },
  ]);

  // A figure that is entered later, and a standard that changes, wait for the next publication.
  const form = await seen();
  expect((await enter(staff, 2, '6', { basedOn: '412' })).status).toBe(303);
  expect((await staff.post(`${publishing}/publish`, { ...form, standard: ['2'] })).status, 'seen before').toBe(409);
  expect(text(await page())).toContain('4.5 days met');
  await publish(['2']);
  expect(text(await page())).toMatch(/at most 5 days 6 days ▼ not met Based on 412 people, cases or measurements/);
  expect((await json()).standards).toMatchObject([{ of: 'days', value: '6.00', n: 412 }]);
  expect((await enter(staff, 2, '4', { basedOn: '7' })).status).toBe(303);
  expect(text((await staff.get(publishing)).body)).toContain('the figure is withheld, because it is based on 1 to 10.');
  await publish(['2']);
  expect(text(await page())).toMatch(/at most 5 days withheld Based on fewer than 11 people, cases or measurements/);
  expect(JSON.stringify((await json()).standards)).toContain('"status":"withheld","value":null,"n":null');
  expect((await enter(staff, 2, '6.01', { basedOn: '413' })).status).toBe(303);
  expect(text((await staff.get(publishing)).body)).toMatch(/1 to 10\. Corrected on .*?The public sees that day/);
  expect((await enter(staff, 2, '6', { basedOn: '412' })).status, 'as it was').toBe(303);
  expect((await enter(staff, 2, '6.01', { basedOn: '413' })).status).toBe(303);
  expect(text((await staff.get(publishing)).body)).toMatch(/6 days, based on 412\. Corrected on .*?The public sees/);
  await publish(['2']);
  expect(text(await page())).toMatch(
    /6 days ▼ not met Based on 412 people, cases or measurements Corrected on .*?; the new figure is withheld/,
  );
  expect((await json()).standards).toMatchObject([
    { value: '6.00', n: 412, correctedAt: expect.any(String) as string },
  ]);
  expect((await collector.heart('verify')).out).toContain('Checked 5 publications and withdrawals');
});
