import { expect, test } from 'vitest';
import { midQuarter } from '../../test/collector.ts';
import { aDatabase } from '../../test/database.ts';
import { aFolder } from '../../test/folder.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { outboxOf } from '../../test/outbox.ts';
import { commit, openDatabase } from '../database/database.ts';
import { statement } from '../database/statement.ts';
import { causeOf, idIn, type EmailKinds } from './kinds.ts';
import { emailById, eraseOldEmails, requeue } from './queries.ts';
import { createOutbox } from './sending.ts';

// Several processes share one outbox, and each sends to its own mail server, so that a test can see which one sent what.
// A process that hangs for two minutes counts as dead, but may still continue later.

const minute = 60_000;
const day = 24 * 60 * minute;

const kinds: EmailKinds = {
  note: {
    title: 'Note',
    recipient: async ({ cause }) => addressesIn(cause)[0],
    compose: async ({ cause }) => ({ email: { to: addressesIn(cause), subject: 'Note', body: [] } }),
    mayRead: async () => false,
  },
};
/** Such as `a@example.gov` and `b@example.gov` in `person:a+b`. */
const addressesIn = (cause: string) =>
  idIn(cause, 'person')!
    .split('+')
    .map((name) => `${name}@example.gov`);

async function aSharedOutbox() {
  const stack = new AsyncDisposableStack();
  const { path } = stack.use(await aFolder());
  const { url } = stack.use(await aDatabase(path));
  const clock = { now: midQuarter };
  const open = async () => {
    const db = await openDatabase(url);
    stack.defer(() => db.$client.close());
    return db;
  };
  const db = await open();

  /** A process with its own connection to the database and its own mail server. */
  const aProcess = async () => {
    const mail = stack.use(await aMailServer());
    const own = await open();
    const reported: unknown[] = [];
    const outbox = createOutbox({
      db: own,
      clock: () => clock.now,
      kinds,
      smtpUrl: mail.url,
      mailFrom: 'survey@example.gov',
      baseUrl: 'https://survey.example.gov',
      report: (error) => reported.push(error),
    });
    const sentTo = () => mail.emails.map(({ to }) => to[0]!.replace('@example.gov', ''));
    /** Starts a pass, and waits until the mail server hangs at that step. */
    const hangAt = async (at: 'recipient' | 'content') => {
      Object.assign(mail.faults, { at, does: 'hang' });
      const ended = outbox.sendDue();
      await expect.poll(mail.hanging).toBe(1);
      return { ended };
    };
    /** Lets the mail server answer at last, and waits for the end of the pass. */
    const resume = async ({ ended }: { ended: Promise<void> }) => {
      mail.resume();
      await ended;
    };
    return { db: own, mail, outbox, reported, sentTo, hangAt, resume };
  };
  const [first, second] = [await aProcess(), await aProcess()];

  const queue = async (...names: string[]) => {
    for (const name of names) {
      const email = { kind: 'note', cause: causeOf('person', name), madeBy: name, departmentId: 1 };
      await commit(db, [first.outbox.queue(email, clock.now).statement]);
    }
  };
  const rows = () => outboxOf({ db });
  /** Queues the first email again, as an administrator does. */
  const retry = async () => commit(db, [requeue((await rows())[0]!.id, clock.now)]);
  return {
    db,
    clock,
    first,
    second,
    queue,
    rows,
    retry,
    stored: async () => (await emailById(db, (await rows())[0]!.id))!,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('two processes divide the due emails between them', async () => {
  await using shared = await aSharedOutbox();
  const { first, second, queue, rows } = shared;
  await queue('a', 'b', 'c');
  const slow = await first.hangAt('recipient');
  const other = await second.hangAt('recipient');
  await first.resume(slow);
  expect(first.sentTo()).toEqual(['a', 'c']);
  expect((await rows())[1]).toMatchObject({ state: 'waiting', attempts: 1 });
  await second.resume(other);
  expect(second.sentTo()).toEqual(['b']);
  expect(await rows()).toMatchObject(Array.from({ length: 3 }, () => ({ state: 'sent', problem: null, attempts: 1 })));
});

test('a slow process does not send an email again that another one has sent', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows } = shared;
  await queue('a', 'b');
  const slow = await first.hangAt('recipient');
  await second.outbox.sendDue();
  expect(second.sentTo()).toEqual(['b']);
  clock.now += 2 * minute;
  await first.resume(slow);
  expect(first.sentTo()).toEqual(['a']);
  expect(await rows()).toMatchObject([{ state: 'sent' }, { state: 'sent', attempts: 1 }]);
});

test('a slow process does not send an email whose content another one is handing over', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows } = shared;
  await queue('a', 'b');
  const slow = await first.hangAt('recipient');
  const other = await second.hangAt('content');
  clock.now += 2 * minute;
  await first.resume(slow);
  expect(first.sentTo()).toEqual(['a']);
  await second.resume(other);
  expect(await rows()).toMatchObject([{ state: 'sent' }, { state: 'sent', attempts: 1 }]);
});

test('a process that was taken for dead hands nothing over, and continues with the next email', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows } = shared;
  await queue('a', 'b');
  const dead = await first.hangAt('recipient');
  clock.now += 2 * minute;
  const other = await second.hangAt('recipient');
  await first.resume(dead);
  expect(first.sentTo()).toEqual(['b']);
  expect(first.reported).toEqual([]);
  await second.resume(other);
  expect(second.sentTo()).toEqual(['a']);
  expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2 }, { state: 'sent' }]);
});

test('a process that was taken for dead does not send an email that has expired', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows } = shared;
  await queue('a');
  const dead = await first.hangAt('recipient');
  clock.now += 3 * day;
  await second.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'failed', problem: 'expired' }]);
  await first.resume(dead);
  expect(first.sentTo()).toEqual([]);
  expect(await rows()).toMatchObject([{ state: 'failed', problem: 'expired' }]);
});

test('a process that was taken for dead does not send an email that is being retried', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows, retry } = shared;
  await queue('a');
  const dead = await first.hangAt('recipient');
  clock.now += 2 * minute;
  second.mail.faults.refused.add('a@example.gov');
  await second.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'failed', problem: 'refused' }]);
  second.mail.faults.refused.clear();
  await retry();
  const other = await second.hangAt('content');
  await first.resume(dead);
  expect(first.sentTo()).toEqual([]);
  await second.resume(other);
  expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1 }]);
});

test('a late refusal does not end the try of another process', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows } = shared;
  await queue('a');
  const dead = await first.hangAt('recipient');
  clock.now += 2 * minute;
  const other = await second.hangAt('recipient');
  first.mail.faults.refused.add('a@example.gov');
  await first.resume(dead);
  expect(await rows()).toMatchObject([{ state: 'waiting', problem: null }]);
  await second.resume(other);
  expect(second.sentTo()).toEqual(['a']);
  expect(await rows()).toMatchObject([{ state: 'sent', problem: null }]);
});

test('a late deferral does not hide that another process has handed the content over', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows } = shared;
  await queue('a');
  const dead = await first.hangAt('recipient');
  clock.now += 2 * minute;
  const other = await second.hangAt('content');
  first.mail.faults.greylisted = 1;
  await first.resume(dead);
  clock.now += 2 * minute;
  await first.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'unsure', problem: 'interrupted', attempts: 2 }]);
  expect(first.sentTo()).toEqual([]);
  await second.resume(other);
  expect(await rows()).toMatchObject([{ state: 'sent' }]);
});

test.each([
  ['accepts', undefined, { state: 'sent', problem: null }],
  ['refuses', 554, { state: 'failed', problem: 'refused' }],
  ['defers', 452, { state: 'unsure', problem: 'interrupted' }],
] as const)('an unsure email that the mail server %s at last changes accordingly', async (_, contentCode, ended) => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows } = shared;
  await queue('a');
  const dead = await first.hangAt('content');
  clock.now += 2 * minute;
  await second.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'unsure', problem: 'interrupted' }]);
  first.mail.faults.contentCode = contentCode;
  await first.resume(dead);
  expect(await rows()).toMatchObject([ended]);
  expect(second.sentTo()).toEqual([]);
});

test('an email that is accepted late is sent, even if its retry has failed', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows, retry } = shared;
  await queue('a');
  const dead = await first.hangAt('content');
  clock.now += 2 * minute;
  await second.outbox.sendDue();
  await retry();
  second.mail.faults.refused.add('a@example.gov');
  await second.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'failed', problem: 'refused' }]);
  await first.resume(dead);
  expect(await rows()).toMatchObject([{ state: 'sent', problem: null }]);
});

test('a late refusal of an expired email changes nothing', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, stored } = shared;
  await queue('a');
  const dead = await first.hangAt('recipient');
  clock.now += 3 * day;
  await second.outbox.sendDue();
  const expired = await stored();
  expect(expired).toMatchObject({ state: 'failed', problem: 'expired' });
  clock.now += minute;
  first.mail.faults.refused.add('a@example.gov');
  await first.resume(dead);
  expect(await stored()).toEqual(expired);
});

test('a try that is under way is neither unsure nor expired to another process', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue, rows } = shared;
  await queue('a');
  clock.now += 3 * day - minute;
  const slow = await first.hangAt('recipient');
  clock.now += 2 * minute - 1;
  await queue('b');
  await second.outbox.sendDue();
  expect(second.sentTo()).toEqual(['b']);
  expect(await rows()).toMatchObject([{ state: 'waiting', problem: null }, { state: 'sent' }]);
  first.mail.resume();
  Object.assign(first.mail.faults, { at: 'content' });
  await expect.poll(first.mail.hanging).toBe(1);
  clock.now += 2 * minute - 1;
  await queue('c');
  await second.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'waiting', problem: null }, { state: 'sent' }, { state: 'sent' }]);
  await first.resume(slow);
  expect(first.sentTo()).toEqual(['a']);
  expect((await rows())[0]).toMatchObject({ state: 'sent', problem: null });
});

test('nothing is due while another process tries it, after its end, or before its time', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, second, queue } = shared;
  expect(await second.outbox.hasDue()).toBe(false);
  await queue('a');
  expect(await second.outbox.hasDue()).toBe(true);
  clock.now += 3 * day - minute;
  const slow = await first.hangAt('recipient');
  clock.now += 2 * minute - 1;
  expect(await second.outbox.hasDue()).toBe(false);
  clock.now += 1;
  expect(await second.outbox.hasDue()).toBe(true);
  await first.resume(slow);
  clock.now += 2 * minute;
  expect(await second.outbox.hasDue()).toBe(false);
});

test('a sent email stays sent after three days', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, queue, rows } = shared;
  await queue('a');
  await first.outbox.sendDue();
  clock.now += 3 * day;
  await queue('b');
  await first.outbox.sendDue();
  expect(await rows()).toMatchObject([
    { state: 'sent', problem: null },
    { state: 'sent', problem: null },
  ]);
});

test('an unsure email is erased 30 days after its end, whatever is sent meanwhile, and a waiting one is not', async () => {
  await using shared = await aSharedOutbox();
  const { db, clock, first, second, queue, rows, stored } = shared;
  await queue('a');
  const dead = await first.hangAt('content');
  clock.now += 2 * minute;
  await second.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'unsure' }]);
  clock.now += day;
  await queue('b');
  await second.outbox.sendDue();
  await queue('c');
  clock.now += 29 * day;
  await eraseOldEmails(db, clock.now - 1);
  expect(await stored()).toMatchObject({ cause: 'person:a', madeBy: 'a', departmentId: 1 });
  await eraseOldEmails(db, clock.now);
  expect(await stored()).toMatchObject({ state: 'unsure', cause: null, madeBy: null, departmentId: null });
  clock.now += 30 * day;
  await eraseOldEmails(db, clock.now);
  expect(await emailById(db, (await rows())[2]!.id)).toMatchObject({ state: 'waiting', cause: 'person:c' });
  await first.resume(dead);
});

test('an email that is deferred close to its end has failed, and keeps the reason', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, queue, rows } = shared;
  first.mail.faults.greylisted = 2;
  await queue('a');
  await first.outbox.sendDue();
  clock.now += 3 * day - minute;
  await queue('b');
  clock.now += minute;
  await first.outbox.sendDue();
  expect(await rows()).toMatchObject([
    { state: 'failed', problem: 'deferred', attempts: 1 },
    { state: 'waiting', problem: 'deferred', attempts: 1 },
  ]);
  clock.now += 3 * day - 2 * minute;
  first.mail.faults.greylisted = 1;
  await first.outbox.sendDue();
  expect((await rows())[1]).toMatchObject({ state: 'failed', problem: 'deferred', attempts: 2 });
});

test('the emails go out in the order in which they were queued, with that date, however many there are', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, queue } = shared;
  first.mail.faults.greylisted = 1;
  await queue('deferred');
  await first.outbox.sendDue();
  clock.now += minute;
  const later = Array.from({ length: 60 }, (_, index) => `later${index}`);
  await queue(...later);
  clock.now += minute;
  await first.outbox.sendDue();
  expect(first.sentTo()).toEqual(['deferred', ...later]);
  expect(first.mail.emails[0]!.headers['date']).toEqual(['Mon, 17 Aug 2026 19:00:00 +0000']);
  clock.now += 2 * minute;
  await queue('last');
  await first.outbox.sendDue();
  expect(first.sentTo()).toHaveLength(62);
});

test('an email has failed after twelve tries, even if the earlier ones were interrupted', async () => {
  await using shared = await aSharedOutbox();
  const { db, first, queue, rows } = shared;
  first.mail.faults.greylisted = 1;
  await queue('a');
  // Eleven tries in processes that were killed.
  await db.$client.execute(statement('UPDATE outbox SET attempts = 11'));
  await first.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'failed', problem: 'deferred', attempts: 12 }]);
});

test('an email whose content the mail server defers is tried again', async () => {
  await using shared = await aSharedOutbox();
  const { clock, first, queue, rows } = shared;
  first.mail.faults.contentCode = 452;
  await queue('a');
  await first.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'waiting', problem: 'deferred' }]);
  first.mail.faults.contentCode = undefined;
  clock.now += 2 * minute;
  const again = await first.hangAt('recipient');
  expect(await rows()).toMatchObject([{ state: 'waiting', problem: null, attempts: 2 }]);
  await first.resume(again);
  expect(first.sentTo()).toEqual(['a']);
  expect(await rows()).toMatchObject([{ state: 'sent', problem: null, attempts: 2 }]);
});

test('an email that only some recipients get is sent, with a note', async () => {
  await using shared = await aSharedOutbox();
  const { first, queue, rows } = shared;
  first.mail.faults.refused.add('b@example.gov');
  await queue('a+b');
  await first.outbox.sendDue();
  expect(await rows()).toMatchObject([{ state: 'sent', problem: 'refused' }]);
});

test('after a mail server that cannot be used, a pass tries no other email', async () => {
  await using shared = await aSharedOutbox();
  const { first, queue, rows } = shared;
  await first.mail[Symbol.asyncDispose]();
  await queue('a', 'b');
  await first.outbox.sendDue();
  expect(await rows()).toMatchObject([
    { problem: 'unreachable', attempts: 1 },
    { problem: null, attempts: 0 },
  ]);
});

test('a process tries one email at a time, and none after it was stopped', async () => {
  await using shared = await aSharedOutbox();
  const { db, first, second, queue, rows } = shared;
  await queue('a', 'b');
  const slow = await first.hangAt('recipient');
  const waiting = first.outbox.sendDue();
  await second.outbox.sendDue();
  expect(second.sentTo()).toEqual(['b']);
  await queue('c');
  const stopped = first.outbox.stop();
  await first.resume(slow);
  await Promise.all([stopped, waiting]);
  // It does not even read the outbox, because its database may be closed by then.
  await db.$client.execute(statement('ALTER TABLE outbox RENAME TO away'));
  await first.outbox.sendDue();
  await db.$client.execute(statement('ALTER TABLE away RENAME TO outbox'));
  expect(first.sentTo()).toEqual(['a']);
  expect((await rows())[2]).toMatchObject({ state: 'waiting', attempts: 0 });
});

test('a stopped pass leaves the rest of its emails to the next one', async () => {
  await using shared = await aSharedOutbox();
  const { first, second, queue, rows } = shared;
  await queue('a', 'b');
  const slow = await first.hangAt('recipient');
  const stopped = first.outbox.stop();
  await first.resume(slow);
  await stopped;
  expect(first.sentTo()).toEqual(['a']);
  expect((await rows())[1]).toMatchObject({ attempts: 0 });
  await second.outbox.sendDue();
  expect(second.sentTo()).toEqual(['b']);
});

test('reports a pass that failed, and the next one sends', async () => {
  await using shared = await aSharedOutbox();
  const { db, first, queue } = shared;
  await queue('a');
  await db.$client.execute(statement('ALTER TABLE outbox RENAME TO away'));
  first.outbox.wake();
  await expect.poll(() => first.reported).toHaveLength(1);
  await db.$client.execute(statement('ALTER TABLE away RENAME TO outbox'));
  await first.outbox.sendDue();
  expect(first.sentTo()).toEqual(['a']);
});
