import { eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { build, changedBefore, hasNone, insertIf } from './builder.ts';
import { commit } from './database.ts';
import { readRows } from './read.ts';
import { onlyIf, rowInsert, rowUpdate } from './row-statements.ts';
import { allRows } from './rows.ts';
import { department, person, region, setting } from './schema.ts';
import { alone, statement, statementsOf } from './statement.ts';

const now = new Date('2026-10-01T12:00:00Z');
const someone = { id: 'p1', name: 'Ana', email: 'ana@example.org', createdAt: now, updatedAt: now };

test('commits queries and raw SQL together or not at all', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const both = [
    build.insert(setting).values({ name: 'one', value: '1' }),
    statement("INSERT INTO setting (name, value) VALUES ('two', ?)", ['2']),
  ];
  const taken = build.insert(setting).values({ name: 'one', value: 'again' });
  await expect(commit(db, [...both, taken])).rejects.toThrow('constraint failed');
  expect(await db.$count(setting, sql`name IN ('one', 'two')`)).toBe(0);
  const outcomes = await commit(db, both);
  expect(outcomes.map(({ rowsAffected }) => rowsAffected)).toEqual([1, 1]);
  expect(await db.$count(setting, sql`name IN ('one', 'two')`)).toBe(2);
});

test('returns what RETURNING returned, in the types of the fields', async () => {
  await using collector = await aCollector();
  const inserted = build.insert(person).values(someone).returning();
  const [{ rows }, raw] = await commit(collector.db, [
    inserted,
    statement('UPDATE person SET email_verified = 1 RETURNING id'),
  ]);
  expect(rows).toMatchObject([{ ...someone, emailVerified: false, leftAt: null }]);
  expect(v.parse(v.array(v.object({ id: v.string() })), raw.rows)).toEqual([{ id: 'p1' }]);
});

test('the builder alone runs nothing', async () => {
  await expect(async () => build.delete(setting)).rejects.toThrow('Failed query');
});

test('inserts a row only if the condition is true at that moment', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const insert = insertIf(person, { ...someone, emailVerified: true }, hasNone(person, eq(person.id, 'p1')));
  const noted = insertIf(setting, { name: 'noted', value: 'yes' }, changedBefore);
  const outcomes = await commit(db, [
    insert,
    noted,
    insert,
    insertIf(setting, { name: 'x', value: '' }, changedBefore),
  ]);
  expect(outcomes.map(({ rowsAffected }) => rowsAffected)).toEqual([1, 1, 0, 0]);
  expect(await db.select().from(person)).toMatchObject([{ ...someone, emailVerified: true, twoFactorEnabled: false }]);
});

test('writes any number of rows with one statement, in the types of the columns', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const people = Array.from({ length: 3 }, (_, n) => ({ ...someone, id: `p${n}`, email: `${n}@example.org` }));
  const statements = statementsOf(
    people.map((one) => rowInsert(person, { ...one, emailVerified: true, leftAt: null })),
  );
  expect(statements).toHaveLength(1);
  await commit(db, statements);
  expect(await db.select().from(person)).toMatchObject(people.map((one) => ({ ...one, emailVerified: true })));
  const rename = alone(rowUpdate(region, 1, { name: 'Renamed', retiredAt: 7, successorId: null }));
  const refused = alone(onlyIf(rowInsert(setting, { name: 'x', value: 'y' }), 'r.value ->> 2 = 1', [0]));
  expect((await commit(db, [rename, refused])).map(({ rowsAffected }) => rowsAffected)).toEqual([1, 0]);
  expect(await allRows(db, region)).toEqual(await db.select().from(region).orderBy(region.id));
});

test('refuses a row of raw SQL that is not as expected', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const named = v.object({ name: v.string() });
  expect(await readRows(db, named, 'SELECT name FROM department WHERE slug = ?', ['cws'])).toEqual([
    { name: 'Child Welfare Services' },
  ]);
  await expect(readRows(db, named, 'SELECT first_month AS name FROM department')).rejects.toThrow('Expected string');
  await expect(readRows(db, named, 'SELECT slug FROM department')).rejects.toThrow('Expected "name"');
  await db.update(department).set({ openingHours: '{}' });
  expect(await allRows(db, department)).toEqual(await db.select().from(department));
});
