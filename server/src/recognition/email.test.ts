import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aMailServer, readEmail, type MailServer, type Received } from '../../test/mail-server.ts';
import { outboxOf } from '../../test/outbox.ts';
import { readPdf } from '../../test/pdf.ts';
import { personId } from '../../test/plans.ts';
import { aThankYou, sendThankYou, type StoredThankYou } from '../../test/recognition.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { department, employee, recognition, response, responseFlag } from '../database/schema.ts';
import { createTypesetter } from '../reports/reports.ts';
import { firstSentence, policySentence } from './recognition.ts';

const MAIL_FROM = 'survey@example.gov';
const subject = 'Thank you for providing exceptional customer service';
const maria = { name: 'Maria Lopez', email: 'maria@example.gov', supervisorEmail: 'boss@example.gov' };

const thankYous = ({ emails }: MailServer) => emails.filter(({ headers }) => headers['subject']![0] === subject);

async function anOffice(mail?: MailServer) {
  const collector = await aCollector({ MAIL_FROM, ...(mail ? { SMTP_URL: mail.url } : {}) });
  const ambassador = await aPerson(collector, 'ambassador');
  return { collector, ambassador, [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose]() };
}

const sent = async (collector: TestCollector, by: Staff, thanks: StoredThankYou) =>
  sendThankYou(collector, await personId(collector, by), thanks);

test('an employee gets the sentences of the policy, the customer’s words and the certificate', async () => {
  await using mail = await aMailServer();
  await using office = await anOffice(mail);
  const { collector, ambassador } = office;
  const comment = 'Maria was wonderful. My son Leo is ill. Call me at 619-555-0123.';
  const cuts: [number, number][] = [[21, 40]];
  const thanks = await aThankYou(collector, ambassador, {
    comment,
    cuts,
    line: 'We are proud of you.',
    employees: [maria],
  });
  await sent(collector, ambassador, thanks);

  const [email, ...more] = thankYous(mail);
  expect(more).toEqual([]);
  expect(email!.to).toEqual(['maria@example.gov', 'boss@example.gov']);
  expect(email!.headers).toMatchObject({
    to: ['maria@example.gov'],
    cc: ['boss@example.gov'],
    'reply-to': [ambassador.email],
    subject: [subject],
  });
  const lines = email!.text.split(/\r?\n/);
  expect(lines).toContain('Hello Maria Lopez,');
  expect(lines).toContain(firstSentence);
  expect(lines).toContain(policySentence);
  expect(lines).toContain('> Maria was wonderful. […] Call me at ▇▇▇.');
  expect(lines).toContain('Recognized for: Helpfulness, Respect.');
  expect(lines).toContain('We are proud of you.');
  expect(lines).toContain('Central Region, August 2026');
  expect(email!.html).toContain(`<p>${firstSentence}</p>`);
  expect(email!.html).toContain(`<p>${policySentence}</p>`);
  expect(email!.html).toContain('<blockquote lang="en" dir="ltr">');
  expect(`${email!.text}${email!.html}`).not.toMatch(/Leo|-0123|August 17/);

  expect(email!.attachments).toHaveLength(1);
  const [pdf] = email!.attachments;
  expect(pdf).toMatchObject({ name: 'certificate.pdf', type: expect.stringContaining('application/pdf') });
  const { text: printed, pages, title } = readPdf(pdf!.content);
  expect([title, pages]).toEqual(['Thank you, Maria Lopez', 1]);
  for (const word of [
    'Maria was wonderful. […] Call me at [hidden].',
    'Child Welfare Services',
    'elpfulness',
    'August 2026',
  ])
    expect(printed).toContain(word);
  expect(printed).not.toMatch(/Leo|-0123/);
});

test.each([
  ['an employee', null, 'without your name', 'To show your first name, or to hide the quote, open this page:'],
  ['a team', 'Front desk', 'with your team’s name', 'To hide the quote, open this page:'],
])('only the employee gets the link, in an email of their own: %s', async (_, team, shown, sentence) => {
  await using mail = await aMailServer();
  await using office = await anOffice(mail);
  const { collector, ambassador } = office;
  const given = team === null ? {} : { team };
  await sent(collector, ambassador, await aThankYou(collector, ambassador, { ...given, employees: [maria] }));
  const [thanks] = thankYous(mail);
  expect(thanks!.text).toContain(
    `on the thank-you wall, ${shown}. Another email has a link where you can change that.`,
  );
  expect(`${thanks!.text}${thanks!.html}`).not.toContain('/thanks/');
  const [own, ...more] = mail.emails.filter((email) => email !== thanks);
  expect(more).toEqual([]);
  expect(own!.to).toEqual(['maria@example.gov']);
  expect(own!.headers['cc']).toBeUndefined();
  expect(own!.headers).toMatchObject({
    subject: ['Your thank-you: choose how it is shown'],
    'reply-to': [ambassador.email],
  });
  expect(own!.text).toContain(`Your colleagues can see the customer’s quote on the thank-you wall, ${shown}.`);
  expect(own!.text).toContain(sentence);
  expect(own!.text).toMatch(/\/thanks\/[\w-]{43}\r?\n/);
  expect(own!.text).not.toContain('wonderful');
  expect(own!.attachments).toEqual([]);
});

test('uses the department’s own second sentence', async () => {
  await using mail = await aMailServer();
  await using office = await anOffice(mail);
  const { collector, ambassador } = office;
  const thanksSentence = 'You’ve been recognized “by a customer”.  We noticed, & we’re <proud>!';
  await collector.db.update(department).set({ thanksSentence });
  await sent(collector, ambassador, await aThankYou(collector, ambassador, { employees: [maria] }));
  const lines = thankYous(mail)[0]!.text.split(/\r?\n/);
  expect(lines).toContain(firstSentence);
  expect(lines).toContain(thanksSentence);
  expect(lines).not.toContain(policySentence);
});

test('each member of a team gets an email of their own, with the team’s certificate', async () => {
  await using mail = await aMailServer();
  await using office = await anOffice(mail);
  const { collector, ambassador } = office;
  const ana = { name: 'Ana Silva', email: 'ana@example.gov', supervisorEmail: 'ANA@example.gov' };
  const thanks = await aThankYou(collector, ambassador, { team: 'Central front desk', employees: [maria, ana] });
  await sent(collector, ambassador, thanks);
  expect(thankYous(mail).map(({ to }) => to)).toEqual([['maria@example.gov', 'boss@example.gov'], ['ana@example.gov']]);
  expect(thankYous(mail)[1]!.headers['cc'], 'a person is not their own supervisor').toBeUndefined();
  for (const { attachments, text } of thankYous(mail)) {
    expect(readPdf(attachments[0]!.content).title).toBe('Thank you, Central front desk');
    expect(text).toContain('This thank-you is for the whole team: Central front desk.');
  }
});

test('attaches the words alone if no PDF can be made', async () => {
  await using mail = await aMailServer();
  await using office = await anOffice(mail);
  const { collector, ambassador } = office;
  const thanks = await aThankYou(collector, ambassador, { comment: 'So kind. 謝謝 🙂', employees: [maria] });
  const broken = createTypesetter({ program: '/nowhere/typeset.js' });
  await sendThankYou(collector, await personId(collector, ambassador), thanks, broken);
  const [{ name, content }] = thankYous(mail)[0]!.attachments as [Received['attachments'][number]];
  expect(name).toBe('comment.txt');
  expect(content.toString('utf8')).toBe('So kind. 謝謝 🙂\r\n\r\nCentral Region, August 2026\r\n');
});

const evilName = 'Lopez, "Maria" <x@evil.example>\r\nBcc: y@evil.example\u2028\u202Egro.live@z';

test('names and comments cannot add recipients, headers or lines', async () => {
  await using mail = await aMailServer();
  await using office = await anOffice(mail);
  const { collector, ambassador } = office;
  const comment = `Good.\u2028619\t555\t0123\u2028Cc: all@evil.example\u2029\u202EReply-To: x@evil.example\n${firstSentence}\n.\nשלום <b>x</b>`;
  const line = 'One\r\nX-Evil: 1\u2028two \u2067three';
  const employees = [{ ...maria, name: evilName, supervisorEmail: 'boss@example.gov, all@evil.example' }];
  await sent(collector, ambassador, await aThankYou(collector, ambassador, { comment, line, employees }));
  const [email] = thankYous(mail);
  expect(email!.to, 'an address that is two addresses is none').toEqual(['maria@example.gov']);
  expect(Object.keys(email!.headers).toSorted()).toEqual(
    ['content-type', 'date', 'from', 'message-id', 'mime-version', 'reply-to', 'subject', 'to'].toSorted(),
  );
  expect(email!.headers).toMatchObject({ to: ['maria@example.gov'], subject: [subject] });
  const lines = email!.text.split(/\r?\n|[\u0085\u2028\u2029\v\f]/);
  expect(lines[0]).toBe('Hello Lopez, "Maria" <x@evil.example> Bcc: y@evil.example gro.live@z,');
  expect(lines.filter((one) => one === firstSentence)).toHaveLength(1);
  expect(lines.filter((one) => /^(cc|bcc|reply-to|x-evil):/i.test(one))).toEqual([]);
  expect(lines).toContain('> Cc: ▇▇▇');
  expect(email!.text).not.toMatch(/619\s555|555\s0123|555-0123/);
  expect(lines).toContain(`> ${firstSentence}`);
  expect(lines).toContain('> \u2068שלום <b>x</b>\u2069');
  expect(lines).toContain('One X-Evil: 1 two three');
  for (const shown of [email!.text, email!.html]) {
    expect(shown.replaceAll(/[\u2068\u2069]/g, '')).not.toMatch(/\p{Bidi_Control}|[\u2028\u2029]/u);
    // Each isolate is closed in its own line.
    for (const one of shown.split('\n')) expect(one.match(/\u2068/g)?.length).toBe(one.match(/\u2069/g)?.length);
  }
  expect(email!.html).toContain('&lt;b&gt;x&lt;/b&gt;');
});

test.each([
  ['two addresses', 'a@example.gov, b@evil.example'],
  ['a second header', 'a@example.gov\r\nBcc: b@evil.example'],
  ['a name with an address', 'Maria <b@evil.example>'],
  ['a direction mark', 'a@example.gov\u202E'],
  ['a letter that only looks like an a', 'm\u0430ria@example.gov'],
])('sends nothing to %s', async (_, email) => {
  await using mail = await aMailServer();
  await using office = await anOffice(mail);
  const { collector, ambassador } = office;
  await sent(collector, ambassador, await aThankYou(collector, ambassador, { employees: [{ ...maria, email }] }));
  expect(mail.emails).toEqual([]);
  expect(await outboxOf(collector)).toMatchObject([
    { kind: 'thank-you', state: 'failed', problem: 'obsolete' },
    { kind: 'thank-you-choice', state: 'failed', problem: 'obsolete' },
  ]);
});

const withdrawals: Record<
  string,
  (office: Awaited<ReturnType<typeof anOffice>>, thanks: StoredThankYou) => Promise<unknown>
> = {
  'the comment was hidden': ({ ambassador }, { responseId }) =>
    ambassador.post(`/console/departments/cws/comments/${responseId}/hiding`, { reason: 'Names a child' }),
  'the response was excluded': ({ collector }, { responseId }) =>
    collector.db.update(response).set({ excludedAt: 1 }).where(eq(response.id, responseId)),
  'the response was erased': ({ collector }, { responseId }) =>
    collector.heart('forget', responseId, '--reason', 'Asked for it'),
  'the response was found to be from the employee': ({ collector }, { responseId }) =>
    collector.db
      .insert(responseFlag)
      .values({ responseId, kind: 'self', regionId: 3, quarter: '2026-07', flaggedAt: 1 }),
  'the employee left': ({ collector }) => collector.db.update(employee).set({ leftAt: 1 }),
  'the employee has no address': ({ collector }) => collector.db.update(employee).set({ email: null }),
  'the thank-you was taken back': ({ collector }) => collector.db.update(recognition).set({ stage: 'open' }),
};

test.each(Object.entries(withdrawals))('sends nothing after %s', async (_, withdraw) => {
  await using mail = await aMailServer();
  await using office = await anOffice(mail);
  const thanks = await aThankYou(office.collector, office.ambassador, { employees: [maria] });
  await withdraw(office, thanks);
  await sent(office.collector, office.ambassador, thanks);
  expect(mail.emails).toEqual([]);
  expect(await outboxOf(office.collector)).toMatchObject([
    { state: 'failed', problem: 'obsolete' },
    { state: 'failed', problem: 'obsolete' },
  ]);
});

test('without a mail server, it opens as a draft for those who may thank in the region, and the list names nobody', async () => {
  await using office = await anOffice();
  const { collector, ambassador } = office;
  await sent(collector, ambassador, await aThankYou(collector, ambassador, { employees: [maria] }));
  const [{ id } = { id: '' }, { id: choice } = { id: '' }] = await outboxOf(collector);
  const administrator = await aPerson(collector, 'administrator');
  const list = await administrator.get('/console/email');
  expect(text(list.body)).toContain('Thank-you');
  expect(list.body).toContain('An employee');
  expect(list.body).not.toMatch(/maria|m…@|boss/i);
  const roles = [administrator, await aPerson(collector, 'representative'), await aPerson(collector, 'junior', 'east')];
  for (const person of roles) {
    for (const one of [id, choice]) expect((await person.get(`/console/email/${one}`)).status).toBe(404);
  }
  const junior = await aPerson(collector, 'junior');
  expect(text((await junior.get(`/console/email/${id}`)).body)).toContain(policySentence);
  const shown = text((await junior.get(`/console/email/${choice}`)).body);
  expect(shown).toContain('[The link is created when the email is sent.]');

  const thanks = await draftOf(collector, ambassador, id);
  expect(thanks.headers).toMatchObject({ to: ['maria@example.gov'], 'x-unsent': ['1'] });
  expect(readPdf(thanks.attachments[0]!.content).title).toBe('Thank you, Maria Lopez');
  expect((await draftOf(collector, ambassador, choice)).text).toMatch(/\/thanks\/[\w-]{43}\r?\n/);
});

/** Not by the staff's own helper, which reads pages: a draft is a file. */
async function draftOf({ url }: TestCollector, { cookie }: Staff, id: string) {
  const draft = await fetch(`${url}/console/email/${id}/draft`, {
    method: 'POST',
    headers: { cookie, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  return readEmail(await draft.text());
}
