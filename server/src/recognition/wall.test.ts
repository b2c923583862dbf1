import { hash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { personId } from '../../test/plans.ts';
import { aThankYou, type StoredThankYou } from '../../test/recognition.ts';
import { aPerson, signIn, type Staff } from '../../test/staff.ts';
import { auditEvent, department, employee, recognitionRecipient, region, response } from '../database/schema.ts';
import { createOrganization } from '../org/org.ts';
import { publicQuotes, readPublicRows } from './recognition.ts';

const path = '/console/departments/cws/recognition/wall';
/** Noon in California on August 17, a year after the tests' usual day. */
const yearLater = Date.UTC(2027, 7, 17, 19);

type ShownAs = 'first name' | 'team' | 'hidden';

async function choose({ db }: TestCollector, { recipients }: StoredThankYou, ...choices: (ShownAs | null)[]) {
  for (const [index, shownAs] of choices.entries()) {
    await db.update(recognitionRecipient).set({ shownAs }).where(eq(recognitionRecipient.id, recipients[index]!));
  }
}

const wallOf = async (person: Staff) => text((await person.get(path)).body);

test('shows the quote with the region until the employee chooses, and then what they chose', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  expect(await wallOf(ambassador)).toContain('No thank-yous yet.');
  const thanks = await aThankYou(collector, ambassador, {
    comment: 'She was wonderful. Call 619-555-0123. My son is ill.',
    cuts: [[37, 53]],
    employees: [{ name: 'Maria Lopez' }],
  });
  const first = await wallOf(ambassador);
  expect(first).toMatch(/She was wonderful\. Call ▇▇▇\. \[…\]\s+Central Region · Helpfulness, Respect/);
  expect(first).not.toMatch(/Maria|son|-0123|August|2026/);
  await choose(collector, thanks, 'first name');
  expect(await wallOf(ambassador)).toMatch(/Maria · Helpfulness/);
  expect(await wallOf(ambassador)).not.toContain('Lopez');
  await choose(collector, thanks, 'team');
  expect(await wallOf(ambassador)).toContain('Central Region · Helpfulness');
  await choose(collector, thanks, 'hidden');
  expect(await wallOf(ambassador)).toContain('No thank-yous yet.');
});

test.each([
  ['region', null, '[…] and mr. […] helped; also the marias’ mariachi.'],
  ['first name', 'first name', 'María […] and mr. […] helped; also the marias’ mariachi.'],
] as const)('names in the quote are left out unless the employee chose so: %s', async (_, shownAs, shown) => {
  await using collector = await aCollector();
  const [sender, second] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'representative')];
  const comment = 'María LÓPEZ and mr. wu helped; also the marias’ mariachi.';
  const employees = [
    { name: 'Lopez-Diaz, Maria', shownAs },
    { name: 'Kim Wu', shownAs: 'team' as const },
  ];
  const thanks = await aThankYou(collector, sender, { comment: comment.replace('wu', 'Wu'), mayShow: true, employees });
  expect(await wallOf(sender)).toContain(shown);
  expect(await wallOf(sender)).not.toMatch(/Lopez|López|Wu/i);
  await choose(collector, thanks, shownAs ?? 'team');
  await approve(second, thanks);
  expect(await quotesForPublic(collector)).toMatchObject([{ quoted: shown }]);
});

test('the names of all members of a team are left out, also next to other letters', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const comment = 'Ana was kind. 感謝王小明的幫助';
  const employees = [{ name: 'Ana Silva', shownAs: 'first name' as const }, { name: '王小明' }];
  await aThankYou(collector, ambassador, { comment, team: 'Front desk', employees });
  await aThankYou(collector, ambassador, { comment: 'Ana Silva!', employees });
  expect(await wallOf(ambassador)).toContain('[…] was kind. 感謝 […] 的幫助');
});

test('an employee who left is shown by the region alone, and not to the public', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const [sender, second] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'representative')];
  const employees = [{ name: 'Maria Lopez', shownAs: 'first name' as const }];
  const thanks = await aThankYou(collector, sender, { comment: 'Maria was kind.', mayShow: true, employees });
  await approve(second, thanks);
  expect(await quotesForPublic(collector)).toMatchObject([{ quoted: 'Maria was kind.', who: 'Maria' }]);
  await db.update(employee).set({ leftAt: collector.clock.now });
  expect(await wallOf(sender)).toMatch(/\[…\] was kind\.\s+Central Region ·/);
  expect(await quotesForPublic(collector)).toEqual([]);
});

test('a team is shown by its name until one of its members hides the quote', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const employees = [{ name: 'Maria Lopez' }, { name: 'Ana Silva' }];
  const thanks = await aThankYou(collector, ambassador, { team: 'Front desk', employees });
  await choose(collector, thanks, 'team', null);
  expect(await wallOf(ambassador)).toContain('Front desk · Helpfulness');
  expect(await wallOf(ambassador)).not.toMatch(/Ana|Central/);
  await choose(collector, thanks, 'hidden', 'team');
  expect(await wallOf(ambassador)).not.toContain('Front desk');
});

const withdrawals: Record<string, (collector: TestCollector, by: Staff, id: string) => Promise<unknown>> = {
  hidden: (_, by, id) => by.post(`/console/departments/cws/comments/${id}/hiding`, { reason: 'Names a child' }),
  excluded: ({ db }, _, id) => db.update(response).set({ excludedAt: 1 }).where(eq(response.id, id)),
  erased: (collector, _, id) => collector.heart('forget', id, '--reason', 'Asked for it'),
};

test.each(Object.entries(withdrawals))('a quote goes when its comment is %s', async (_, withdraw) => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const thanks = await aThankYou(collector, ambassador, { comment: 'She was wonderful.' });
  await aThankYou(collector, ambassador, { comment: 'He was patient.' });
  expect(await wallOf(ambassador)).toContain('She was wonderful.');
  await withdraw(collector, ambassador, thanks.responseId);
  expect(await wallOf(ambassador)).not.toContain('She was wonderful.');
  expect(await wallOf(ambassador)).toContain('He was patient.');
});

test('a quote goes after 12 months', async () => {
  await using collector = await aCollector();
  const { email, password } = await aPerson(collector, 'ambassador');
  const sender = await signIn(collector, email, password);
  await aThankYou(collector, sender, { comment: 'She was wonderful.' });
  collector.clock.now = yearLater - 1;
  const reader = await signIn(collector, email, password);
  expect(await wallOf(reader)).toContain('She was wonderful.');
  collector.clock.now = yearLater;
  expect(await wallOf(reader)).not.toContain('She was wonderful.');
});

test('only staff of the department read it', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await db.insert(department).values({ slug: 'parks', name: 'Parks', zone: 'America/Los_Angeles', firstMonth: 7 });
  await db.insert(region).values({ departmentId: 2, slug: 'harbor', name: 'Harbor' });
  const ambassador = await aPerson(collector, 'ambassador');
  await aThankYou(collector, ambassador, { comment: 'Thanks to the harbor.', region: 'harbor' });
  await aThankYou(collector, ambassador, { comment: 'She was wonderful.' });
  for (const role of ['ambassador', 'junior', 'representative'] as const) {
    const wall = await wallOf(await aPerson(collector, role));
    expect(wall, role).toContain('She was wonderful.');
    expect(wall, role).not.toContain('harbor');
  }
  for (const role of ['administrator', 'executive'] as const) {
    expect((await (await aPerson(collector, role)).get(path)).status, role).toBe(404);
  }
  const foreign = await aPerson(collector, 'ambassador', 'parks');
  expect((await foreign.get(path)).status).toBe(404);
});

test('the order and the pages say nothing about when, and no quote is on two pages', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  for (let n = 0; n < 42; n++) {
    collector.clock.now += 60_000;
    await aThankYou(collector, ambassador, { comment: `Quote ${n}.` });
  }
  const [first, second] = [await ambassador.get(path), await ambassador.get(`${path}?page=2`)];
  const shown = [first, second].map(({ body }) => [...text(body).matchAll(/Quote (\d+)\./g)].map(([, n]) => Number(n)));
  expect(shown.map(({ length }) => length)).toEqual([40, 2]);
  expect(shown.flat().toSorted((one, other) => one - other)).toEqual(Array.from({ length: 42 }, (_, n) => n));
  expect(shown.flat()).not.toEqual(shown.flat().toSorted((one, other) => one - other));
  expect(first.body).toContain('?page=2');
  expect(second.body).not.toContain('?page=3');
  expect(first.body).toMatch(/<h1>Thank-you wall<\/h1>.*aria-label="Thank-yous, in random order"/s);
  expect(text((await ambassador.get(`${path}?page=9`)).body)).toContain('No more thank-yous.');
});

function decide(person: Staff, { responseId }: StoredThankYou, decision: 'approved' | 'declined', before = '') {
  return person.post(`${path}/${hash('sha256', responseId)}/public`, { decision, before, page: '1' });
}

const approve = (person: Staff, thanks: StoredThankYou) => decide(person, thanks, 'approved');

/** What the public would see. */
async function quotesForPublic({ db, clock }: TestCollector) {
  const { departments } = await createOrganization(db)();
  const published = {
    departmentId: departments[0]!.id,
    regions: new Map([['2026-07', new Set(['central'])]]),
  };
  return publicQuotes(await readPublicRows(db, clock.now), [published])[0]!;
}

test('the public sees a quote only if the writer, the employee and a second person agree', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const [sender, second] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'representative')];
  const given = { comment: 'She was wonderful.', employees: [{ name: 'Maria Lopez' }] };
  const silent = await aThankYou(collector, sender, { ...given, comment: 'Not for others.' });
  const thanks = await aThankYou(collector, sender, { ...given, mayShow: true });
  await choose(collector, silent, 'first name');

  // Neither the employee who has not chosen nor the writer who did not tick the box is asked about.
  expect((await second.get(path)).body).not.toContain('Approve for public display');
  for (const one of [silent, thanks]) {
    expect((await decide(second, one, 'approved')).headers.get('location')).toContain('notice=unchanged');
  }
  await choose(collector, thanks, 'first name');
  expect((await second.get(path)).body.match(/Approve for public display/g)).toHaveLength(1);
  expect((await second.get(path)).body, 'no number, which would tell the order').not.toMatch(/wall\/\d+\//);
  // The sender is not a second person.
  expect((await sender.get(path)).body).not.toContain('Approve for public display');
  expect((await decide(sender, thanks, 'approved')).headers.get('location')).toContain('notice=unchanged');
  const junior = await aPerson(collector, 'junior');
  expect((await junior.get(path)).body).not.toContain('Approve for public display');
  expect((await decide(junior, thanks, 'approved')).status).toBe(404);
  expect(await quotesForPublic(collector)).toEqual([]);

  expect((await decide(second, thanks, 'approved')).headers.get('location')).toContain('notice=approved');
  expect(await quotesForPublic(collector)).toEqual([
    { quoted: 'She was wonderful.', language: 'en', letters: ['H', 'R'], who: 'Maria' },
  ]);
  // A form that showed an older decision changes nothing.
  expect((await decide(second, thanks, 'declined')).headers.get('location')).toContain('notice=unchanged');
  expect(await quotesForPublic(collector)).toHaveLength(1);
  await db.update(department).set({ asksToShow: 0 });
  expect(await quotesForPublic(collector), 'the department no longer asks writers').toEqual([]);
  expect((await second.get(path)).body).not.toContain('for public display');
  await db.update(department).set({ asksToShow: 1 });
  await choose(collector, thanks, 'hidden');
  expect(await quotesForPublic(collector)).toEqual([]);
  await choose(collector, thanks, 'team');
  expect(await quotesForPublic(collector)).toMatchObject([{ who: 'Central Region' }]);
  expect((await decide(second, thanks, 'declined', 'approved')).headers.get('location')).toContain('notice=declined');
  expect(await quotesForPublic(collector)).toEqual([]);

  const entries = await db.select().from(auditEvent).where(eq(auditEvent.subject, thanks.responseId));
  expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
    ['quote approved', null],
    ['quote declined', null],
  ]);
});

test.each([
  ['the email address', ({ email }: Staff) => Promise.resolve({ email: email.toUpperCase() })],
  ['the sign-in', async (of: Staff, collector: TestCollector) => ({ personId: await personId(collector, of) })],
])('nobody approves a quote about themselves, known by %s', async (_, known) => {
  await using collector = await aCollector();
  const [sender, own] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'representative')];
  const employees = [{ shownAs: 'team' as const }, { shownAs: 'team' as const }];
  const thanks = await aThankYou(collector, sender, { mayShow: true, employees });
  await collector.db
    .update(employee)
    .set(await known(own, collector))
    .where(eq(employee.id, 2));
  expect((await own.get(path)).body).not.toContain(`${path}/`);
  expect((await approve(own, thanks)).headers.get('location')).toContain('notice=unchanged');
  const other = await aPerson(collector, 'representative');
  expect((await approve(other, thanks)).headers.get('location')).toContain('notice=approved');
});

test('of several employees, any can hide the quote from colleagues and the public', async () => {
  await using collector = await aCollector();
  const [sender, second] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'representative')];
  const given = { mayShow: true, employees: [{ name: 'Maria Lopez' }, { name: 'Ana Silva' }] };
  const two = await aThankYou(collector, sender, { ...given, comment: 'Two people helped.' });
  const team = await aThankYou(collector, sender, { ...given, comment: 'A team helped.', team: 'Front desk' });
  for (const thanks of [two, team]) {
    await choose(collector, thanks, 'team', 'team');
    await approve(second, thanks);
  }
  expect(await quotesForPublic(collector)).toHaveLength(2);
  for (const thanks of [two, team]) await choose(collector, thanks, 'hidden', 'team');
  expect(await quotesForPublic(collector)).toEqual([]);
  expect(await wallOf(second)).not.toContain('helped');
});

test('of several employees, all must choose to be shown to the public; of a team, one', async () => {
  await using collector = await aCollector();
  const [sender, second] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'representative')];
  const given = { mayShow: true, employees: [{ name: 'Maria Lopez' }, { name: 'Ana Silva' }] };
  const two = await aThankYou(collector, sender, given);
  const team = await aThankYou(collector, sender, { ...given, team: 'Front desk' });
  await choose(collector, two, 'first name', 'first name');
  await choose(collector, team, null, 'team');
  for (const thanks of [two, team]) await approve(second, thanks);
  const who = async () => (await quotesForPublic(collector)).map(({ who }) => who).toSorted();
  expect(await who()).toEqual(['Ana and Maria', 'Front desk']);
  await choose(collector, team, null, null);
  expect(await who()).toEqual(['Ana and Maria']);
  await choose(collector, team, null, 'team');
  await choose(collector, two, 'first name', null);
  expect(await who()).toEqual(['Front desk']);
  expect(await wallOf(second)).toContain('Maria · Helpfulness');
});

test('shows an employee’s first name with one quote only, so that nobody can count', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const given = { comment: 'They were kind.', employees: [{ name: 'Maria Lopez' }] };
  const [first, second] = [
    await aThankYou(collector, ambassador, given),
    await aThankYou(collector, ambassador, { ...given, comment: 'They called back.' }),
  ];
  const { db } = collector;
  await db.$client.execute(
    'UPDATE recognition_recipient SET employee_id = (SELECT min(employee_id) FROM recognition_recipient)',
  );
  await choose(collector, first, 'first name');
  await choose(collector, second, 'first name');
  const shown = await wallOf(ambassador);
  expect(shown.match(/Maria/g)).toHaveLength(1);
  expect(shown).toMatch(/They called back\.\s+Maria/);
  await choose(collector, second, 'team');
  expect(await wallOf(ambassador)).toMatch(/They were kind\.\s+Maria/);
});
