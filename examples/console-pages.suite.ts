import { randomUUID } from 'node:crypto';
import { aCampaign } from '@heart-survey/server/test/campaigns';
import { aCase } from '@heart-survey/server/test/cases';
import { closedWith } from '@heart-survey/server/test/closed-quarters';
import { aCollector, type TestCollector } from '@heart-survey/server/test/collector';
import { aPlan, take, writePlan } from '@heart-survey/server/test/plans';
import { publish } from '@heart-survey/server/test/publishing';
import { routesOf } from '@heart-survey/server/test/routes';
import { aThankYou } from '@heart-survey/server/test/recognition';
import { addGroups } from '@heart-survey/server/test/groups';
import { addGroupYear } from '@heart-survey/server/test/group-years';
import { aMailServer } from '@heart-survey/server/test/mail-server';
import { addTo, paperForm, startRestating } from '@heart-survey/server/test/restating';
import { insertRows } from '@heart-survey/server/test/rows';
import { aPerson, type Staff } from '@heart-survey/server/test/staff';
import { handIn, submitted } from '@heart-survey/server/test/submissions';
import { savePlan } from '@heart-survey/server/test/survey-plans';
import { audit } from '@heart-survey/widget/test/axe';
import { paleTexts } from '@heart-survey/widget/test/contrast';
import { inEveryFamily, roomToSpare } from '@heart-survey/widget/test/in-every-family';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

type Role = keyof typeof pages;

const department = '/console/departments/cws';
/** Mid-October 2026, when the quarter that began in July is closed. */
const afterClosing = Date.UTC(2026, 9, 20, 19);

/** The id of a response that was typed from paper. */
const paperResponse = 'p-1';

/** Every page, by the role that opens it. */
const pages = {
  nobody: [
    '/console/sign-in',
    '/console/signed-out',
    '/console/forgotten',
    '/console/nowhere',
    '/console/link/none',
    '/console/link/:link',
    // Not a page of the console: the link in a thank-you.
    '/thanks/:thanks',
    '/thanks/none',
  ],
  administrator: [
    '/console',
    '/console/account',
    '/console/people',
    '/console/people/invite',
    '/console/people/:person',
    '/console/people/:member/roles/:grant/appointment',
    '/console/team',
    '/console/directory',
    '/console/directory/departments/new',
    '/console/directory/departments/cws',
    '/console/directory/departments/cws/calendar',
    '/console/directory/departments/cws/regions/new',
    '/console/directory/regions/central',
    '/console/directory/regions/central/employees',
    '/console/directory/employees/:employee',
    '/console/directory/teams/:team',
    '/console/directory/divisions',
    '/console/directory/divisions/:division',
    '/console/directory/import',
    '/console/departments/cws/groups',
    '/console/departments/cws/groups/:group',
    '/console/settings',
    '/console/policy-review',
    '/console/email',
    '/console/email/:email',
    '/console/audit',
    '/console/audit?who=nobody',
    '/console/tokens/all',
    '/console/desks',
    '/console/desks/clerk',
    '/console/desks/cws-desk',
    '/console/desks/treasury',
    `${department}/case-routing`,
    '/console/case-texts',
    '/console/case-texts?language=ar',
    `${department}/case-rules`,
    `${department}/case-letters`,
    `${department}/case-letters?language=ar`,
    `${department}/case-letters/second-answer?language=es`,
    `${department}/case-records`,
    '/console/standards',
    '/console/standards/new',
    `${department}/standards/setup`,
  ],
  ambassador: [
    '/console',
    `${department}/quarters/2026-10`,
    `${department}/quarters/2026-07`,
    `${department}/quarters/2026-07/regions/central`,
    `${department}/campaigns`,
    `${department}/campaigns/new`,
    `${department}/campaigns/new?template=partners`,
    `${department}/campaigns/:campaign`,
    `${department}/campaigns/:campaign/invitations`,
    `${department}/campaigns/:proposed`,
    `${department}/quarters/2026-07/groups`,
    `${department}/action-plans`,
    `${department}/action-plans/:plan`,
    `${department}/action-plans/:plan/text`,
    `${department}/action-plans/:plan/actions/new`,
    `${department}/action-plans/:plan/actions/new?suggestion=1`,
    `${department}/action-plans/:plan/comments`,
    `${department}/action-plans/:agreed/actions/:action`,
    `${department}/comments`,
    `${department}/comments?quarter=2026-07`,
    `${department}/comments/:response`,
    `${department}/comments/:response/case`,
    `${department}/comments/:opened`,
    '/console/cases/new',
    `${department}/flagged`,
    `${department}/recognition`,
    `${department}/recognition?show=dismissed`,
    `${department}/recognition/comments/:response`,
    `${department}/recognition/comments/:thanked`,
    `${department}/recognition/wall`,
    `${department}/recognition/program`,
    `${department}/paper`,
    `${department}/paper/:batch`,
    `${department}/interviews`,
    `${department}/interviews?region=central&lang=es`,
    `${department}/interviews/:interview/removal`,
    `${department}/trainings`,
    `${department}/trainings/:training/removal`,
    '/console/team',
    `${department}/survey-plan`,
    `${department}/survey-plan/text`,
    `${department}/survey-plan/versions/:planned`,
    `${department}/signatures`,
    `${department}/signatures/central`,
    `${department}/signatures/central/everyone`,
    '/console/tokens',
    '/console/account',
    `${department}/standards`,
    `${department}/standards/:standard`,
    `${department}/standards/:entered`,
    `${department}/standards/:entered/values/:value/note`,
  ],
  junior: [
    '/console',
    '/console/results',
    `${department}/quarters/2026-10`,
    `${department}/quarters/2026-07/regions/central`,
    `${department}/campaigns`,
    `${department}/campaigns/:campaign`,
    `${department}/comments`,
    `${department}/flagged`,
    `${department}/interviews`,
    `${department}/trainings`,
    '/console/team',
  ],
  representative: [
    '/console',
    '/console/clock',
    `${department}/flagged`,
    `${department}/flagged?quarter=2026-10`,
    `${department}/recognition/wall`,
    `${department}/action-plans/:sent`,
    `${department}/action-plans/:agreed`,
    `${department}/quarters/2026-04/closing`,
    `${department}/quarters/2026-07/closing`,
    `${department}/quarters/2026-10/closing`,
    `${department}/quarters/2026-10/restating`,
    `${department}/quarters/2026-07/restating`,
    `${department}/quarters/2026-07/restating/erasure`,
    `${department}/quarters/2026-04/restating`,
    `${department}/quarters/2026-01/restating`,
    `${department}/quarters/2025-10/restating`,
    `${department}/quarters/2026-04/versions`,
    `${department}/submissions`,
    `${department}/quarters/2026-07/share-out`,
    `${department}/results-published`,
    `${department}/standards`,
    `${department}/standards/setup`,
    `${department}/standards/setup/new`,
    `${department}/standards/setup/:standard`,
    `${department}/quarters/:submitted/publishing`,
    `${department}/quarters/:handedIn/submission`,
    `${department}/quarters/2026-07/submission`,
    `${department}/quarters/2026-10/versions`,
    `${department}/quarters/2026-04/versions/:version`,
  ],
  executive: [
    '/console',
    '/console/agency',
    '/console/agency/cws/2026-07',
    '/console/agency/cws/action-plans',
    '/console/agency/cws/groups/:year',
    '/console/coverage',
    '/console/coverage/cws',
    '/console/agency/submissions',
    '/console/agency/submissions/cws/:submitted',
    `${department}/standards`,
    '/console/agency/case-trends',
    '/console/agency/case-trends/quarters/2026-04',
    '/console/agency/case-trends/departments/cws/2026-04',
  ],
  handler: [
    '/console',
    '/console/cases',
    '/console/cases?view=mine',
    '/console/cases?view=closed',
    '/console/cases?q=nothing+like+it',
    '/console/follow-ups',
    '/console/cases/forms',
    '/console/cases/:case',
    '/console/cases/:case/counted',
    '/console/cases/:case/letters/:letter',
  ],
  manager: [
    '/console',
    '/console/cases',
    `${department}/case-times`,
    '/console/cases/:closed',
    '/console/cases/:danger',
    '/console/cases/:second',
    '/console/cases/new',
    '/console/cases/log',
    '/console/cases/log/print?texts=yes',
    '/console/departments/cws/cases/trends',
    '/console/departments/cws/cases/trends/2026-07',
    `${department}/letters`,
    `${department}/letters/commissioner-notice`,
  ],
} as const;

/** Pages that answer a form: the role, the path, and the fields. */
const answers: [role: Role, path: string, fields: Record<string, string>][] = [
  ['ambassador', `${department}/campaigns`, {}],
  ['ambassador', `${department}/campaigns/:proposed/decline`, {}],
  ['ambassador', `${department}/campaigns/:campaign/numbers`, { goal: 'x', invited: 'x' }],
  ['ambassador', `${department}/campaigns/:campaign/invitations`, {}],
  ['ambassador', `${department}/campaigns/:campaign/invitations/removal`, { email: 'W'.repeat(300) }],
  ['ambassador', `${department}/action-plans/:plan/notes`, {}],
  ['ambassador', `${department}/action-plans/:plan/text`, { goal: '9' }],
  ['ambassador', `${department}/action-plans/:plan/actions`, {}],
  ['ambassador', `${department}/action-plans/:plan/submission`, {}],
  ['ambassador', `${department}/action-plans/:agreed/actions/:action/end`, {}],
  ['representative', `${department}/action-plans/:sent/return`, {}],
  ['ambassador', `${department}/comments/:response/reveal`, {}],
  ['ambassador', `${department}/comments/:response/hiding`, {}],
  ['ambassador', `${department}/recognition/comments/:response`, { words: 'Nobody', line: 'x'.repeat(501) }],
  [
    'ambassador',
    `${department}/recognition/comments/:response`,
    { people: '1', letters: 'H', line: 'Well done', words: 'thank you' },
  ],
  ['ambassador', `${department}/paper/:batch`, {}],
  ['ambassador', `${department}/interviews`, { region: 'central', lang: 'en' }],
  ['ambassador', `${department}/interviews`, { region: 'central', lang: 'en', respect: '9' }],
  ['ambassador', `${department}/standards/:entered/values`, { basedOn: 'many' }],
  ['ambassador', `${department}/trainings`, {}],
  ['ambassador', `${department}/survey-plan/text`, {}],
  ['ambassador', '/console/tokens', { name: 'Monthly report', scope: 'averages', department: 'cws' }],
  ['ambassador', '/console/tokens', {}],
  ['ambassador', '/console/account/password', { current: 'wrong', password: 'short' }],
  ['ambassador', '/console/account/second-factor', { password: 'correct horse battery staple' }],
  ['representative', `${department}/flagged/exclusions`, { quarter: '2026-10' }],
  ['representative', `${department}/quarters/2026-04/closing`, {}],
  ['ambassador', `${department}/quarters/:handedIn/submission/hand-in`, { note: 'x'.repeat(501) }],
  ['representative', `${department}/quarters/:handedIn/submission/return`, {}],
  ['representative', `${department}/quarters/:handedIn/submission/submit`, {}],
  ['representative', `${department}/quarters/:submitted/publishing/withdraw`, {}],
  ['representative', '/console/clock', {}],
  ['representative', `${department}/quarters/2026-07/restating`, {}],
  ['representative', `${department}/quarters/2026-07/restating/erasure`, {}],
  ['representative', `${department}/quarters/2026-04/restating/forms`, {}],
  ['representative', `${department}/quarters/2026-01/restating/exclusions`, {}],
  ['representative', `${department}/quarters/2025-10/restating/corrections`, { response: paperResponse }],
  ['administrator', '/console/people/invite', {}],
  ['administrator', '/console/people/:member/roles/:grant/appointment', { appointedOn: 'x' }],
  ['administrator', '/console/settings', { handbook: 'W'.repeat(300) }],
  ['administrator', '/console/departments/cws/groups', {}],
  ['administrator', '/console/departments/cws/groups/:group', { 'name-en': '' }],
  ['administrator', '/console/directory/departments/new', {}],
  ['administrator', '/console/directory/divisions', {}],
  ['administrator', '/console/directory/divisions/:division', { name: '' }],
  ['administrator', '/console/directory/departments/cws/calendar/days', {}],
  ['administrator', '/console/directory/departments/cws/calendar/hours', { opens_1: '17:00', closes_1: '08:00' }],
  ['administrator', '/console/directory/departments/cws/regions/new', {}],
  ['administrator', '/console/directory/regions/central/employees', {}],
  ['administrator', '/console/directory/regions/central/teams', {}],
  ['administrator', '/console/directory/teams/:team', {}],
  [
    'administrator',
    '/console/directory/import',
    { kind: 'regions', text: 'department,slug,name\ncws,harbor,Harbor\n' },
  ],
  ['administrator', '/console/directory/import', { kind: 'regions', text: 'slug\nx y\n' }],
  ['administrator', '/console/settings', { email: 'none' }],
  ['administrator', '/console/policy-review/policy-review', { on: 'x' }],
  ['administrator', '/console/desks', {}],
  ['administrator', '/console/desks/clerk', { name: '' }],
  ['administrator', '/console/desks/clerk/members', {}],
  ['administrator', '/console/desks/treasury/ending', {}],
  ['administrator', `${department}/case-routing`, {}],
  ['administrator', '/console/case-texts?language=ar', { emergency: 'x'.repeat(2001), preview: 'yes' }],
  ['administrator', '/console/case-texts', { emergency: 'Call 911.', 'other-ways': 'Call us.', preview: 'yes' }],
  ['administrator', `${department}/case-letters/answer?language=ar`, { text: `{nobody} ${'W'.repeat(300)}` }],
  ['manager', `${department}/letters/answer`, { text: `{name} ${'W'.repeat(300)}`, action: 'preview' }],
  ['administrator', `${department}/case-records`, { 'privacy-min': '9999', 'privacy-max': '1' }],
  ['manager', '/console/cases/:closed/hold', {}],
  ['manager', '/console/cases/:closed/erasure', {}],
  ['ambassador', `${department}/comments/:response/case`, {}],
  ['ambassador', `${department}/comments/:response/case/whole`, {}],
  [
    'handler',
    '/console/cases/new',
    {
      ...{ office: 'region/central', kind: 'damage', channel: 'letter', date: '2026-10-19', time: '09:00' },
      ...{ text: 'A branch fell on my car.', language: 'en' },
    },
  ],
  ['handler', '/console/cases/new', {}],
  ['handler', '/console/cases/:case/steps/extend', { version: '3' }],
  ['handler', '/console/cases/:case/steps/close', { version: '3' }],
  ['handler', '/console/cases/:case/steps/message', { 'message-text': 'W'.repeat(300) }],
  ['handler', '/console/cases/:case/desk', { version: '3' }],
  ['handler', '/console/cases/:case/note', {}],
  ['handler', '/console/cases/:answered/steps/not-satisfied', { version: '3' }],
  ['manager', '/console/cases/:danger/dangers/1', {}],
  ['manager', '/console/cases/:second/steps/close', { version: '4' }],
];

const narrow = { width: Math.floor(320 * roomToSpare), colorScheme: 'light' } as const;
const wide = { width: 1280, colorScheme: 'light' } as const;
const dark = { width: 1280, colorScheme: 'dark' } as const;

/**
 * When all suites run together, the widest font is tested in a narrow window only, where text fits least, and no other font
 * is. Pages without a history, and those of people who work on cases, are then looked at in no other.
 */
const isShort = process.env['HEART_SUITE'] === 'pages';
/** Wide fonts fit less text, so the narrowest font family is not tested in a narrow window. */
const displays = {
  Arimo: [wide],
  'Noto Sans': isShort ? [dark] : [dark, narrow],
  'DejaVu Sans': isShort ? [narrow] : [wide, narrow],
};
const widest = 'DejaVu Sans';

async function addHistory(collector: TestCollector) {
  const { db, clock } = collector;
  for (const [index, region] of ['central', 'east', 'south'].entries()) {
    await insertRows(db, { responses: 40, region, rating: `1 + (n * ${index + 2}) % ${3 + index}` });
    await insertRows(db, { responses: 12, region, quarter: '2026-10', rating: '1 + (n * 3) % 4' });
  }
  await insertRows(db, { responses: 4, region: 'adoptions' });
  await db.$client.execute(
    "UPDATE response SET channel = 'page', language = CASE rowid % 2 WHEN 0 THEN 'en' ELSE 'ar' END",
  );
  await db.$client.execute("UPDATE response SET comment = 'Call me at 619-555-0142, thank you' WHERE rowid % 9 = 0");
  await db.$client.execute(
    "INSERT INTO employee (region_id, name, email, code, created_at) SELECT id, 'An Employee', 'employee@example.gov', 'abcdefghijklmnopqrstuvw', 0 FROM region WHERE slug = 'central'",
  );
  await db.$client.batch([
    "INSERT INTO team (region_id, name, created_at) SELECT region_id, 'Central front desk', 0 FROM employee",
    'INSERT INTO team_member (team_id, employee_id) SELECT team.id, employee.id FROM team, employee',
  ]);
  await db.$client.execute(`UPDATE response SET received_at = ${clock.now - 1000 * 60 * 60}`);
  await db.$client.execute(
    "INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at) SELECT id, 'burst', region_id, quarter, received_at FROM response WHERE rowid % 15 = 0",
  );
  const administrator = await aPerson(collector, 'administrator');
  await administrator.post('/console/directory/divisions', { name: 'Children and Families', place: '1' });
  await db.$client.execute('UPDATE department SET division_id = 1');
  // The next survey is due soon, so the page and the board say so.
  await savePlan(await aPerson(collector, 'ambassador'), { next_on: '2026-11-02', how: 'W'.repeat(300) });
  await db.$client
    .execute(`INSERT INTO outbox (id, kind, cause, state, problem, created_at, next_at, expires_at, message_id)
    SELECT value, 'invitation', 'person:' || (SELECT max(id) FROM person), value, iif(value = 'unsure', 'interrupted', NULL),
      ${clock.now}, ${clock.now}, ${clock.now + 365 * 24 * 60 * 60 * 1000}, value
    FROM json_each('["waiting", "sent", "failed", "unsure"]')`);
  for (const day of ['2026-10-13', '2026-12-24']) {
    const listed = { day, kind: 'closed', reason: 'Winter closure' };
    await administrator.post('/console/directory/departments/cws/calendar/days', listed);
  }
}

/** A plan of the year before, and two quarters after it: a verdict with its figures, and one that was restated. */
async function addVerdict({ db }: TestCollector) {
  const before = { central: { 3: 20, 4: 20 }, east: { 4: 40 } };
  const after = { central: { 4: 20, 5: 20 }, east: { 4: 40 } };
  const closed = { '2025-10': before, '2026-01': after, '2026-04': after };
  for (const [quarter, regions] of Object.entries(closed)) {
    await closedWith(db, quarter, { regions, closedAt: Date.parse(`${quarter}-20`) });
  }
  await closedWith(db, '2026-04', { regions: before, version: 2, closedAt: Date.UTC(2026, 6, 1) });
  const agreedAt = Date.UTC(2025, 11, 20);
  const actions = [{ text: 'Call back on the same day, and say when the next answer will come' }, { text: 'Train' }];
  const measure = { figure: 'average', goal: 410, causeClass: 'process' } as const;
  await aPlan(db, { region: 'central', quarter: '2025-10', agreedAt, actions, ...measure });
}

/** Standards of every measure, one that ended, and what was entered for one of them. */
async function addStandards({ db }: TestCollector) {
  await db.$client.execute(`INSERT INTO service_standard
      (department_id, text, area, measure, "of", direction, target, created_at, created_by, ended_at)
    SELECT iif(key = 3, NULL, 1), 'What people can expect from us, number ' || key, 'timeliness', value->>0, value->>1, value->>2,
      value->>3, 0, person.id, value->>4
    FROM (SELECT max(id) AS id FROM person) AS person,
      json_each('[["item", "average", "at least", 400], ["item", "respect", "at least", 450, 1], ["clock", "all", "at least", 9500],
        ["entered", "minutes", "at most", 1500]]')`);
  await db.$client
    .execute(`INSERT INTO standard_value (id, standard_id, department_id, quarter, value, based_on, note, at, person_id)
    SELECT quarter.value, service_standard.id, 1, quarter.value, 1250, iif(key = 1, 412, NULL), 'The mean of the lobby’s log', 0, created_by
    FROM service_standard, json_each('["2026-04", "2026-07"]') AS quarter WHERE measure = 'entered'`);
}

/** Fills in the ids in a path, or returns nothing if there is no such record. */
async function filled(path: string, { db, heart }: TestCollector): Promise<string | undefined> {
  const one = async (query: string) => {
    const value = (await db.$client.execute(query)).rows[0]?.[0];
    return value === undefined ? undefined : String(value);
  };
  if (!path.includes('/:')) return path;
  if (path.includes('/:link')) {
    const invitation = ['person', 'add', '--email', `${randomUUID()}@example.gov`, '--role', 'executive'];
    return new URL((await heart(...invitation)).out.trim()).pathname;
  }
  const found: Record<string, string | undefined> = {
    person: await one('SELECT id FROM person'),
    member: await one(`SELECT person_id ${teamMembers}`),
    grant: await one(`SELECT id ${teamMembers}`),
    plan: await one("SELECT id FROM action_plan WHERE stage = 'required' AND sent_at IS NULL ORDER BY id"),
    sent: await one("SELECT id FROM action_plan WHERE stage = 'required' AND sent_at IS NOT NULL"),
    agreed: await one("SELECT id FROM action_plan WHERE stage = 'agreed'"),
    action: await one("SELECT a.id FROM plan_action a JOIN action_plan p ON p.id = plan_id WHERE stage = 'agreed'"),
    employee: await one('SELECT id FROM employee'),
    team: await one('SELECT id FROM team'),
    group: await one('SELECT code FROM customer_group WHERE ended_at IS NULL'),
    division: await one('SELECT id FROM division'),
    planned: await one('SELECT version FROM survey_plan'),
    year: await one('SELECT year FROM group_year'),
    batch: await one('SELECT max(id) FROM paper_batch'),
    thanked: await one("SELECT response_id FROM recognition WHERE stage = 'thanked'"),
    thanks: (await one('SELECT 1 FROM recognition_link')) && thanksCode,
    version: await one("SELECT version FROM snapshot WHERE quarter = '2026-04'"),
    submitted: await one('SELECT quarter FROM submission'),
    handedIn: await one('SELECT quarter FROM submission_event WHERE quarter NOT IN (SELECT quarter FROM submission)'),
    case: await one('SELECT reference FROM case_file WHERE version > 1'),
    opened: await one('SELECT response_id FROM case_file WHERE response_id IS NOT NULL'),
    closed: await one("SELECT reference FROM case_file WHERE stage = 'closed'"),
    danger: await one("SELECT reference FROM case_file WHERE sight = 'danger'"),
    answered: await one("SELECT reference FROM case_file WHERE stage = 'answered'"),
    second: await one("SELECT reference FROM case_file WHERE stage = 'reopened'"),
    letter: await one("SELECT id FROM case_message WHERE way = 'print'"),
    campaign: await one("SELECT id FROM campaign WHERE stage = 'approved'"),
    proposed: await one("SELECT id FROM campaign WHERE stage = 'proposed'"),
    email: await one("SELECT id FROM outbox WHERE state = 'waiting'"),
    response: await one("SELECT id FROM response WHERE comment LIKE 'Call me%'"),
    standard: await one("SELECT id FROM service_standard WHERE measure = 'item' AND ended_at IS NULL"),
    entered: await one("SELECT id FROM service_standard WHERE measure = 'entered'"),
    value: await one('SELECT id FROM standard_value'),
    training: await one('SELECT id FROM training'),
    interview: await one("SELECT id FROM verification WHERE identifier LIKE 'interviews/%' ORDER BY rowid DESC"),
  };
  const named = [...path.matchAll(/\/:(\w+)/g)].map(([, name]) => name!);
  if (named.some((name) => found[name] === undefined)) return undefined;
  return path.replaceAll(/\/:(\w+)/g, (_, name: string) => `/${found[name]}`);
}

/** One plan is sent, and one is agreed to. */
async function addPlans(collector: TestCollector) {
  const writer = await aPerson(collector, 'ambassador');
  const representative = await aPerson(collector, 'representative');
  for (const plan of [2, 3]) {
    await writePlan(collector, writer, representative, plan);
    await take(collector, writer, 'submission', {}, plan);
  }
  await take(collector, representative, 'agreement', {}, 3);
}

/**
 * A case with a long name, a letter and a note, one that may describe danger, one that may be spam, and one from a comment; and
 * someone who waits for a second administrator.
 */
async function addCases(collector: TestCollector) {
  const handler = await aPerson(collector, 'handler');
  const contact = { title: 'Dr.', name: 'W'.repeat(90), email: 'm@example.org', phone: null, post: '1 Main Street' };
  const { reference } = await aCase(collector, { contact, text: 'W'.repeat(300), language: 'ar' });
  await aCase(collector, { text: 'He hits my child.' });
  await aCase(collector, { text: 'Buy now', flags: ['trap', 'fast'] });
  const { $client } = collector.db;
  const { rows } = await $client.execute("SELECT id FROM response WHERE comment LIKE 'W%'");
  await aCase(collector, { channel: 'comment', responseId: String(rows[0]!['id']) });
  await $client.execute(`INSERT INTO role_grant (person_id, role, desk_id, granted_at, granted_by)
    SELECT min(id), 'handler', 1, 1, max(id) FROM person`);
  await addSecondStage(collector, handler);
  const path = `/console/cases/${reference}`;
  const letter = { 'message-message': randomUUID(), 'message-text': 'M'.repeat(300), 'message-way': 'print' };
  await handler.post(`${path}/steps/message`, { version: '1', ...letter });
  await handler.post(`${path}/note`, { 'note-id': randomUUID(), note: 'N'.repeat(300) });
  const action = { 'action-new-text': 'W'.repeat(300), 'action-new-owner': '', 'action-new-due': '2026-10-21' };
  await handler.post(`${path}/actions`, { id: randomUUID(), ...action });
  const pause = { 'pause-category': 'writer', 'pause-reason': 'A form is missing.' };
  await handler.post(`${path}/steps/pause`, { version: '2', ...pause });
  await addKept(collector);
}

/** A closed case with a hold and a wish to erase it. */
async function addKept(collector: TestCollector) {
  const { reference } = await aCase(collector, { text: 'K'.repeat(300) });
  const { $client } = collector.db;
  await $client.execute(
    `UPDATE case_file SET stage = 'closed', closed_at = received_at, is_unread = 0 WHERE reference = '${reference}'`,
  );
  const manager = await aPerson(collector, 'manager');
  const path = `/console/cases/${reference}`;
  await manager.post(`${path}/erasure`, { id: randomUUID(), 'erasure-reason': 'R'.repeat(300) });
  await manager.post(`${path}/hold`, { 'hold-reason': 'H'.repeat(300) });
}

/** A case that was answered late, and another one whose writer is not satisfied with that. */
async function addSecondStage(collector: TestCollector, handler: Staff) {
  const receivedAt = collector.clock.now - 40 * 24 * 60 * 60 * 1000;
  for (const isSecond of [false, true]) {
    const { reference } = await aCase(collector, { receivedAt });
    const step = (id: string, fields: Record<string, string>) =>
      handler.post(`/console/cases/${reference}/steps/${id}`, fields);
    const answer = { 'answer-message': randomUUID(), 'answer-text': 'A'.repeat(300), 'answer-way': 'receipt' };
    await step('answer', { version: '1', 'answer-outcome': 'not upheld', ...answer });
    await step('committee', { version: '2', 'committee-on': '2026-10-20' });
    const words = { 'not-satisfied-channel': 'phone', 'not-satisfied-text': 'W'.repeat(300) };
    if (isSecond) await step('not-satisfied', { version: '3', ...words });
  }
}

/** The code in the link of a thank-you. */
const thanksCode = 'a'.repeat(43);

/** Thank-yous on the wall, one of them for the second reader. */
async function addThankYous(collector: TestCollector) {
  const ambassador = await aPerson(collector, 'ambassador');
  const employees = [{ name: 'M'.repeat(90), shownAs: 'first name' as const }];
  const given = { employees, mayShow: true };
  await aThankYou(collector, ambassador, { ...given, comment: 'W'.repeat(300), letters: 'HEART', code: thanksCode });
  await aThankYou(collector, ambassador, { ...given, comment: 'شكراً جزيلاً', language: 'ar' });
}

/** Whose appointment is looked at. */
const teamMembers = "FROM role_grant WHERE role = 'ambassador' ORDER BY id";

/** Members of Team HEART who were appointed, the handbook, and trainings with a long topic. */
async function addTeamHeart({ db, heart }: TestCollector) {
  await heart('settings', '--handbook', 'https://intranet.example.gov/handbook');
  await db.$client.batch([
    "UPDATE role_grant SET appointed_by = 'Director of Child Welfare Services', appointed_on = '2025-07-01' WHERE role = 'ambassador'",
    `INSERT INTO training (id, department_id, region_id, held_on, topic, attended, created_at, created_by)
      SELECT value, 1, iif(value = 't-1', NULL, 3), iif(value = 't-1', '2026-07-20', '2026-08-03'), '${'W'.repeat(120)}', 1234, 1, (SELECT max(id) FROM person)
      FROM json_each('["t-1", "t-2", "t-3"]')`,
  ]);
}

/** One restatement of each class is being prepared. */
async function addRestatements(collector: TestCollector) {
  const { db } = collector;
  await insertRows(db, { responses: 3, quarter: '2026-01', ids: 'f' });
  await insertRows(db, { responses: 2, quarter: '2025-10', ids: 'p' });
  await db.$client.batch([
    "INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at) SELECT id, 'burst', region_id, quarter, 1 FROM response WHERE id LIKE 'f-%'",
    `UPDATE response SET channel = 'paper', paper_date = '2025-11-03' WHERE id = '${paperResponse}'`,
    "UPDATE response SET excluded_at = 1 WHERE id = 'p-2'",
  ]);
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'late paper', '2026-04');
  await addTo(representative, 'forms', paperForm(2, { date: '2026-05-04' }), '2026-04');
  await startRestating(representative, 'exclusion', '2026-01');
  await addTo(representative, 'exclusions', { response: 'f-1' }, '2026-01');
  await startRestating(representative, 'error', '2025-10');
}

/** A running campaign with answers and a list of people, and a proposed one. Their names are long. */
async function addCampaigns({ db }: TestCollector) {
  await db.$client.batch([
    `INSERT INTO campaign (send_id, department_id, code, name, purpose, audience, stage, starts_on, ends_on, goal, invited,
        proposed_at, proposed_by, decided_at, decided_by)
      SELECT value, 1, value || '-long-week-3f9a2b', value || ' ${'W'.repeat(70)}', '${'P'.repeat(300)}', 'internal', value,
        '2026-10-12', '2026-10-25', 60, 40, 0, (SELECT min(id) FROM person), iif(value = 'approved', 1, NULL),
        iif(value = 'approved', (SELECT max(id) FROM person), NULL) FROM json_each('["approved", "proposed"]')`,
    "UPDATE response SET campaign_id = 1 WHERE quarter = '2026-10'",
    `INSERT INTO campaign_recipient (id, campaign_id, email) SELECT 'r' || value, 1, value || '${'w'.repeat(60)}@example.gov'
      FROM json_each('[1, 2, 3]')`,
    `INSERT INTO campaign_mailing (campaign_id, position, text, queued_at, queued_by, recipients)
      SELECT 1, 0, '${'T'.repeat(300)}', 0, min(id), 3 FROM person`,
    `INSERT INTO outbox (id, kind, cause, state, problem, created_at, next_at, expires_at, message_id)
      VALUES ('r1', 'campaign-invitation', 'campaign-recipient:r1', 'failed', 'refused', 0, 0, 0, 'r1')`,
  ]);
}

/** A browser that is signed in as that person. */
async function signedIn(
  browser: Browser,
  collector: TestCollector,
  person: Staff | undefined,
  options: BrowserContextOptions,
) {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  for (const cookie of person?.cookie.split('; ') ?? []) {
    const [name = '', ...value] = cookie.split('=');
    await context.addCookies([{ name, value: value.join('='), url: collector.url }]);
  }
  return context;
}

/** Sends a form as a console page would. */
function sendFrom(page: Page, path: string, fields: Record<string, string>): Promise<void> {
  return page.evaluate(
    ([action, given]) => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action });
      for (const [name, value] of Object.entries(given)) {
        const field = Object.assign(document.createElement('textarea'), { name, value });
        form.append(field);
      }
      document.body.append(form);
      form.submit();
    },
    [path, fields] as const,
  );
}

/** Saves a screenshot of each page, if `HEART_SHOTS` names a folder. */
async function photograph(page: Page, what: string): Promise<void> {
  const folder = process.env['HEART_SHOTS'];
  if (folder === undefined) return;
  const { width, scheme, hasData } = await page.evaluate(() => ({
    width: innerWidth,
    scheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    hasData: document.querySelector('.empty') === null ? 'full' : 'empty',
  }));
  const name = `${what.replaceAll(/\W+/g, '-').slice(0, 120)}-${hasData}-${width}-${scheme}.png`;
  await page.screenshot({ path: `${folder}/${name}`, fullPage: true });
}

/** Checks the page as it is: axe, contrast, and whether it scrolls sideways. */
async function expectGood(page: Page, what: string) {
  await photograph(page, what);
  const { findings, inPage } = await audit(page);
  expect.soft(inPage, `${what}: axe saw nothing`).toBeGreaterThan(10);
  expect
    .soft(
      findings.filter((finding) => !isLeftToUs(finding)),
      what,
    )
    .toEqual([]);
  expect.soft(await paleTexts(page), `${what}: contrast under 4.5`).toEqual([]);
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect.soft(wide, `${what} scrolls sideways`).toBeLessThanOrEqual(window);
}

/** {@link paleTexts} measures what axe cannot: symbols, single digits, drawings, and text scrolled out of a table. */
const isLeftToUs = (finding: string) => finding.startsWith('color-contrast (needs review)');

inEveryFamily((browser, family) => {
  const isLeftOut = isShort && family !== widest;
  describe.each(isLeftOut ? ['a history'] : ['a history', 'nothing yet'])('with %s', (data) => {
    let collector: TestCollector;
    beforeAll(async () => {
      collector = await aCollector();
      if (data === 'a history') {
        await addHistory(collector);
        await addVerdict(collector);
        await addStandards(collector);
      }
      collector.clock.now = afterClosing;
      await collector.heart('close-quarter', '--quarter', '2026-07');
      if (data === 'a history') {
        await addPlans(collector);
        await addRestatements(collector);
        await addThankYous(collector);
        await addTeamHeart(collector);
        await addGroups(collector.db);
        await collector.db.$client.execute(
          `UPDATE customer_group SET names = json_object('en', '${'W'.repeat(60)}') WHERE id = 3`,
        );
        await addGroupYear(collector, '2024-07');
        await addCases(collector);
        await addCampaigns(collector);
        const submission = await submitted(collector, '2025-10');
        await publish(collector, { quarter: '2025-10', submission });
        await handIn(collector, '2026-01', 'All forms are in.');
      }
      // As if the server's clock had jumped.
      const seen = `{"seenAt":${afterClosing - 2 * 24 * 60 * 60 * 1000}}`;
      const jump = `INSERT INTO setting (name, value) VALUES ('closing clock', '${seen}')`;
      if (data === 'a history') await collector.db.$client.execute(jump);
    });
    afterAll(() => collector[Symbol.asyncDispose]());

    describe.each(displays[family])('at $width px, $colorScheme', ({ width, colorScheme }) => {
      // Without cases, two roles have nothing to show but the same empty list.
      const hasCases = data === 'a history' && !isLeftOut;
      const shown = Object.entries(pages).filter(([role]) => hasCases || !/^(handler|manager)$/.test(role));
      test.each(shown as [Role, readonly string[]][])('has no problems on any page of %s', async (role, paths) => {
        const person: Staff | undefined = role === 'nobody' ? undefined : await aPerson(collector, role);
        if (role === 'ambassador') {
          await person!.post(`${department}/paper`, { region: 'central' });
          await person!.post(`${department}/interviews`, {
            id: randomUUID(),
            region: 'central',
            lang: 'es',
            overall: '4',
          });
        }
        const context = await signedIn(browser(), collector, person, {
          viewport: { width, height: 800 },
          colorScheme,
        });
        const page = await context.newPage();
        for (const [, named, fields] of answers.filter(([who]) => who === role)) {
          const path = await filled(named, collector);
          if (path === undefined) continue;
          await page.goto(`${collector.url}/console`);
          await Promise.all([page.waitForNavigation(), sendFrom(page, path, fields)]);
          await expectGood(page, `the answer of ${path} to ${JSON.stringify(fields)}`);
        }
        for (const named of paths) {
          const path = await filled(named, collector);
          if (path === undefined) {
            expect(data, `${named} is not there`).toBe('nothing yet');
            continue;
          }
          const answer = await page.goto(collector.url + path);
          const isRefusal = path.endsWith('/nowhere') || path.endsWith('/none');
          expect(answer!.status(), path).toBe(isRefusal ? 404 : 200);
          await expectGood(page, path);
        }
        await context.close();
      });
    });
  });

  // A mail server would change other pages, such as those with a link to invite someone.
  const widths = family === widest ? [narrow.width] : [];
  test.each(widths)('has no problems on the pages of invitations with a mail server, at %i px', async (width) => {
    await using mail = await aMailServer();
    const env = { SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov', LANGUAGES: 'en,es,ar' };
    await using collector = await aCollector(env);
    const ambassador = await aPerson(collector, 'ambassador');
    const { path } = await aCampaign(collector, ambassador, { name: `Week ${'W'.repeat(70)}` });
    const invitations = `${path}/invitations`;
    const addresses = Array.from({ length: 11 }, (_, n) => `${'w'.repeat(60)}${n}@example.gov`).join('\n');
    await ambassador.post(`${invitations}/list`, { addresses });
    const context = await signedIn(browser(), collector, ambassador, {
      viewport: { width, height: 800 },
      colorScheme: 'light',
    });
    const page = await context.newPage();
    const look = async (says: string, at: string, fields: Record<string, string>) => {
      await page.goto(`${collector.url}/console`);
      await Promise.all([page.waitForNavigation(), sendFrom(page, invitations + at, fields)]);
      expect(await page.textContent('main')).toContain(says);
      await expectGood(page, `invitations${at} with “${says}”`);
    };
    await look('Enter a text', '', { language: 'ar' });
    await look('Nothing is sent yet', '', { text: 'W'.repeat(300), position: '0', language: 'ar' });
    await look('This deletes all addresses', '/deletion', {});
    await insertRows(collector.db, { responses: 1 });
    await collector.db.$client.execute('UPDATE response SET campaign_id = 1');
    await ambassador.post(`${invitations}/deletion`, { sure: 'yes' });
    await look('This campaign has responses already', '/removal', { email: 'W'.repeat(300) });
    await context.close();
  });
});

/** Not pages: files, redirects, and addresses that need more than a visit. */
const noPages = [
  /\.(csv|xlsx|pdf|json)$/,
  /\/submitted\/:file$/,
  // A page of the public, which public-results.suite.ts visits.
  /\/publishing\/preview$/,
  /^\/console\/auth\//,
  /^\/console\/sign-in\/(code|provider)$/,
  /^\/console\/departments\/:department$/,
  // Shown as the answer to the password form, above.
  /^\/console\/account\/second-factor$/,
];

test('covers every page of the console', async () => {
  await using collector = await aCollector();
  const visited = Object.values(pages)
    .flat()
    .map((path) => path.replace(/\?.*/, '').split('/'));
  const isVisited = (route: string) => {
    const parts = route.split('/');
    return visited.some(
      (path) =>
        path.length === parts.length && parts.every((part, index) => part.startsWith(':') || part === path[index]),
    );
  };
  const routes = await routesOf(collector);
  const left = routes
    .filter(({ method, path }) => method === 'GET' && path.startsWith('/console'))
    .map(({ path }) => path)
    .filter((path) => !noPages.some((one) => one.test(path)) && !isVisited(path));
  expect(left).toEqual([]);
});
