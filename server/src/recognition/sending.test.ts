import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { statement } from '../../test/statement.ts';
import { outgoingEmail } from '../outgoing-email.ts';
import { readConfig } from '../config.ts';
import { sendThankYou, type Sending } from './sending.ts';

// What happens between the check on the page and the commit: the commit alone decides.

async function praised(collector: TestCollector) {
  const response = aResponse({ rating: 5, comment: 'Thank you!' });
  await send(collector, response);
  await collector.db.$client.batch([
    `INSERT INTO employee (id, region_id, name, email, code, created_at) VALUES
      (1, 1, 'Maria Gomez', 'maria@example.gov', 'a', 1), (2, 1, 'Sam Lee', 'sam@example.gov', 'b', 1)`,
    `INSERT INTO person (id, name, email, created_at, updated_at) VALUES
      ('one', 'One', 'one@example.gov', 1, 1), ('two', 'Two', 'two@example.gov', 1, 1)`,
  ]);
  const { db, clock, env } = collector;
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join());
  const log = { info: () => {}, error: () => {} } as never;
  const outbox = outgoingEmail({ db, config: read.config, clock: () => clock.now, log }, () => {});
  const sending = (given: Partial<Sending> = {}): Sending => ({
    response: { id: response.id, receivedAt: clock.now, quarter: '2026-07' },
    department: { id: 1 },
    people: [1],
    team: null,
    letters: 'HR',
    cuts: [],
    line: null,
    send: 'first',
    by: 'one',
    at: clock.now,
    ...given,
  });
  const thank = (given?: Partial<Sending>) => sendThankYou(db, outbox, sending(given));
  return { id: response.id, thank };
}

const sentIn = async ({ db }: TestCollector) => [
  await count(db, 'recognition_recipient'),
  await count(db, "outbox WHERE kind = 'thank-you'"),
  await count(db, "outbox WHERE kind = 'thank-you-choice'"),
  await count(db, "audit_event WHERE action = 'thank-you sent'"),
];

test('of two people who thank for a comment at once, one does', async () => {
  await using collector = await aCollector();
  const { thank } = await praised(collector);
  const both = await Promise.all([thank(), thank({ by: 'two', send: 'second', people: [1, 2] })]);
  expect(both.filter(Boolean)).toHaveLength(1);
  const n = both[0] ? 1 : 2;
  expect(await sentIn(collector)).toEqual([n, n, n, 1]);
  // The same form, twice.
  expect(await thank()).toBe(false);
  expect(await sentIn(collector)).toEqual([n, n, n, 1]);
});

test('nobody is thanked for a comment that was hidden, excluded, sent by staff, or erased in the meantime', async () => {
  for (const change of [
    `INSERT INTO comment_mark (response_id, kind, reason, marked_at, marked_by) SELECT id, 'hidden', 'x', 1, 'one' FROM response`,
    'UPDATE response SET excluded_at = 1',
    `INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at) SELECT id, 'self', region_id, quarter, 1 FROM response`,
    'DELETE FROM response',
  ]) {
    await using collector = await aCollector();
    const { thank } = await praised(collector);
    await collector.db.$client.execute(change);
    expect(await thank(), change).toBe(false);
    expect(await sentIn(collector), change).toEqual([0, 0, 0, 0]);
  }
});

test('nobody who left is thanked, and neither is anybody else with them', async () => {
  await using collector = await aCollector();
  const { thank } = await praised(collector);
  await collector.db.$client.execute('UPDATE employee SET left_at = 1 WHERE id = 2');
  expect(await thank({ people: [1, 2] })).toBe(false);
  expect(await sentIn(collector)).toEqual([0, 0, 0, 0]);
  expect(await thank()).toBe(true);
});

test('five letters within one quarter count once, and for a team only its own', async () => {
  await using collector = await aCollector();
  const { id, thank } = await praised(collector);
  await collector.db.$client.execute(
    "INSERT INTO team (id, region_id, name, created_at) VALUES (7, 1, 'Front desk', 1)",
  );
  const next = async (letters: string, team: number | null) => {
    await collector.db.$client.execute(
      statement('UPDATE recognition SET response_id = id WHERE response_id = ?', [id]),
    );
    expect(await thank({ letters, team, send: letters })).toBe(true);
  };
  await next('HEA', null);
  await next('RT', 7);
  expect(await count(collector.db, 'heart_quarter')).toBe(0);
  await next('HEAT', 7);
  expect(await count(collector.db, 'heart_quarter WHERE team_id = 7')).toBe(1);
  await next('R', null);
  expect(await count(collector.db, 'heart_quarter')).toBe(1);
  await next('T', null);
  await next('HEART', null);
  expect(await count(collector.db, 'heart_quarter')).toBe(2);
});
