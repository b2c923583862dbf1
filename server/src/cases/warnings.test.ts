import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aMailServer, type MailServer } from '../../test/mail-server.ts';
import { aPerson } from '../../test/staff.ts';
import { readConfig } from '../config.ts';
import { statement } from '../database/statement.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { outgoingEmail } from '../outgoing-email.ts';

const log = { info: () => {}, error: () => {} };

/** Runs the job at that local time. @returns recipients and subjects of the emails that it sent. */
function warner(collector: TestCollector, mail: MailServer) {
  const { env, db, clock } = collector;
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join());
  const outbox = outgoingEmail({ db, config: read.config, clock: () => clock.now, log }, () => {});
  const job = jobsOf({ db, clock: () => clock.now, log, outbox }).find(({ name }) => name === 'remind')!;
  return async (local: string) => {
    clock.now = Date.parse(`2026-${local}:00-07:00`);
    const before = mail.emails.length;
    await job.run();
    outbox.wake();
    await expect.poll(() => count(db, "outbox WHERE state = 'waiting'")).toBe(0);
    return mail.emails
      .slice(before)
      .map(({ to, headers }) => `${to[0]}: ${headers['subject']![0]}`)
      .toSorted();
  };
}

test('warns the owner or the desk, and the managers, two business days and one business day before a date', async () => {
  await using mail = await aMailServer();
  await using collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov' });
  const { db } = collector;
  const [handler, manager, named] = [
    await aPerson(collector, 'handler'),
    await aPerson(collector, 'manager'),
    await aPerson(collector, 'manager'),
  ];
  const clerk = await aPerson(collector, 'handler', 'clerk');
  await db.$client.execute('UPDATE role_grant SET is_pending = 0');
  const { reference } = await aCase(collector, { channel: 'letter', text: 'The lamp fell on my foot.' });
  await db.$client.execute(
    statement(
      "INSERT INTO employee (id, region_id, name, email, code, created_at) VALUES (77, 1, 'N. Example', :email, 'code-77', 0)",
      { email: named.email },
    ),
  );
  await db.$client.execute(
    statement(
      `INSERT INTO case_about (case_id, employee_id, named_at, named_by)
        SELECT case_file.id, 77, 0, person.id FROM case_file JOIN person WHERE reference = :reference LIMIT 1`,
      { reference },
    ),
  );
  const at = warner(collector, mail);
  const toBoth = (subject: string) => [handler, manager].map(({ email }) => `${email}: ${subject}`).toSorted();
  // Its letter is to be acknowledged by Thursday, August 20.
  await at('08-17T12:30');
  expect(await at('08-18T09:00')).toEqual(toBoth('A case is due on August 20, 2026'));
  expect(mail.emails.at(-1)!.text).toContain(reference);
  expect(mail.emails.at(-1)!.text).not.toContain('lamp');
  expect(await at('08-18T11:00')).toEqual([]);
  const owned = statement(
    'UPDATE case_file SET owner_id = (SELECT id FROM person WHERE email = :email) WHERE reference = :reference',
    { email: manager.email, reference },
  );
  await db.$client.execute(owned);
  expect(await at('08-19T09:00')).toEqual([`${manager.email}: A case is due on August 20, 2026`]);

  // Only its desk hears of a case that only the desk sees, and the email does not say which case it is.
  collector.clock.now = Date.parse('2026-08-20T09:00:00-07:00');
  const restricted = await aCase(collector, { kind: 'privacy', channel: 'letter' });
  await at('08-20T09:30');
  expect(await at('08-22T10:00'), 'a Saturday').toEqual([]);
  const warned = await at('08-24T10:00');
  expect(warned).toEqual([`${clerk.email}: A case is due on August 25, 2026`]);
  expect(mail.emails.at(-1)!.text).not.toContain(restricted.reference);
});
