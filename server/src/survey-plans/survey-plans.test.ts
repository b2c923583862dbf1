import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';
import { aSurveyPlan, savePlan } from '../../test/survey-plans.ts';

const path = '/console/departments/cws/survey-plan';
const form = `${path}/text`;

test('an ambassador writes the plan, a representative changes it, and every version is kept', async () => {
  await using collector = await aCollector();
  const [ambassador, representative] = [
    await aPerson(collector, 'ambassador'),
    await aPerson(collector, 'representative'),
  ];
  expect(text((await ambassador.get('/console')).body)).toContain('Child Welfare Services has no survey plan yet.');
  expect(text((await ambassador.get(path)).body)).toContain('has no survey plan yet');
  await savePlan(ambassador);
  expect(text((await ambassador.get('/console')).body)).not.toContain('survey plan yet');
  const page = text((await representative.get(path)).body);
  for (const part of [
    'Families and caregivers with an open case.',
    'Email signature, Survey page, Paper',
    'Large print, A person who helps you fill it in',
    'English (en), Español (es)',
    'Next survey March 1, 2027',
    'Version 1 , saved August 17, 2026, 12:00 p.m. by',
  ])
    expect(page).toContain(part);

  const change = { seen: '1', frequency: 'biennial', next_on: '2028-03-01', format: [] };
  await savePlan(representative, change);
  // Sent twice, it is saved once.
  await savePlan(representative, change);
  const old = await ambassador.post(form, aSurveyPlan({ seen: '1', who: 'Everyone' }));
  expect([old.status, text(old.body)]).toEqual([409, expect.stringContaining('Someone else saved the plan')]);
  expect(old.body, 'what was typed is still there').toContain('Everyone</textarea>');
  expect(await count(collector.db, 'survey_plan')).toBe(2);
  expect(text((await ambassador.get(path)).body)).toContain('How often Every two years');
  expect(text((await ambassador.get(`${path}/versions/1`)).body)).toContain('How often Every year');
  expect((await ambassador.get(`${path}/versions/3`)).status).toBe(404);
  const { rows } = await collector.db.$client.execute(
    "SELECT action, detail FROM audit_event WHERE action LIKE 'survey plan %' ORDER BY id",
  );
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { action: 'survey plan written', detail: '{"version":1}' },
    { action: 'survey plan changed', detail: '{"version":2}' },
  ]);
});

test.each<[string, Record<string, string | string[]>, string]>([
  ['nobody', { who: ' ' }, 'Enter who is surveyed.'],
  ['a text that is too long', { use: 'x'.repeat(2001) }, 'Enter 2,000 characters or fewer.'],
  ['no way to answer', { mode: ['telepathy'] }, 'Choose at least one way to answer.'],
  ['no language', { language: ['tlh'] }, 'Choose at least one language.'],
  ['no frequency', { frequency: 'never' }, 'Choose how often customers are surveyed.'],
  ['a survey more than a year away', { next_on: '2027-08-18' }, 'Enter a date between today and August 17, 2027.'],
  ['a review in the past', { review_on: '2026-08-16' }, 'Enter a date between today and August 17, 2028.'],
  ['no such date', { next_on: '2027-02-30' }, 'Enter a date.'],
])('rejects a plan with %s, and keeps what was typed', async (_, given, message) => {
  await using collector = await aCollector();
  const { status, body } = await (await aPerson(collector, 'ambassador')).post(form, aSurveyPlan(given));
  expect([status, text(body)]).toEqual([400, expect.stringContaining(message)]);
  expect(body).toContain('A link in every email signature');
  expect(await count(collector.db, 'survey_plan')).toBe(0);
});

test('counts the responses of the last 12 months by the way they came, beside what is planned', async () => {
  await using collector = await aCollector();
  const later = collector.clock.now;
  collector.clock.now = Date.UTC(2025, 7, 31, 19);
  await send(collector, aResponse({ channel: 'embed' }));
  collector.clock.now = Date.UTC(2025, 8, 1, 19);
  await send(collector, aResponse({ channel: 'signature', language: 'so' }));
  collector.clock.now = later;
  for (const channel of ['signature', 'kiosk', 'unknown'])
    await send(collector, aResponse({ channel, language: 'en' }));
  const staff = await aPerson(collector, 'ambassador');
  await savePlan(staff);
  const page = text((await staff.get(path)).body);
  expect(page).toContain('4 responses in all regions and programs.');
  expect(page).toContain('Email signature Yes 2 Survey page Yes 0 Paper Yes 0 Unknown – 1 Kiosk – 1 Language');
  expect(page).toContain('English (en) Yes 3 Español (es) Yes 0 Soomaali (so) – 1');
});
