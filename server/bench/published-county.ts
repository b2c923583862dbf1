import { openDatabase, type Database } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';
import { closedWith } from '../test/closed-quarters.ts';
import { aComment, anEmployee, aThankYou } from '../test/praise.ts';
import { publish } from '../test/publishing.ts';

// A county that has published for two years: eight departments, eight quarters each, and what people said.

const departments = 8;
export const quarters = ['2024-07', '2024-10', '2025-01', '2025-04', '2025-07', '2025-10', '2026-01', '2026-04'];
const regions = ['adoptions', 'ccws', 'central', 'east', 'north-central', 'north-coastal', 'north-inland', 'south'];
const quotes = 40;

/** Publishes the county's quarters in an empty database at that address. */
export async function publishCounty(url: string): Promise<void> {
  const db = await openDatabase(url);
  for (let number = 2; number <= departments; number += 1) await addDepartment(db, number);
  const clock = { now: Date.UTC(2026, 6, 20) };
  for (let departmentId = 1; departmentId <= departments; departmentId += 1) {
    for (const [index, quarter] of quarters.entries()) {
      const people = (at: number) => ({ 3: 20 + at, 4: 150 + 3 * index + at, 5: 200 + departmentId + index });
      const all = Object.fromEntries(regions.map((region, at) => [region, people(at)]));
      await closedWith(db, quarter, { regions: all, departmentId, closedAt: Date.UTC(2026, 6, 1) });
      await publish({ db, clock }, { departmentId, quarter });
    }
  }
  await addQuotes(db);
  db.$client.close();
}

async function addDepartment(db: Database, number: number): Promise<void> {
  await db.$client.execute(
    statement(
      `INSERT INTO department (id, slug, name, zone, first_month)
        VALUES (:number, 'department-' || :number, 'Department ' || :number, 'America/Los_Angeles', 7)`,
      { number },
    ),
  );
}

async function addQuotes(db: Database): Promise<void> {
  const person = await anEmployee(db, { name: 'Ana Ruiz' });
  for (let number = 0; number < quotes; number += 1) {
    const comment = `They listened to me and explained every step, number ${number}. I knew what would happen next.`;
    const to = await aComment(db, { comment, quarter: quarters[number % quarters.length]! });
    await aThankYou(db, { to, people: [person], letters: 'HR', at: Date.now() });
  }
  await db.$client.batch(
    [
      'UPDATE department SET asks_to_show = 1',
      'UPDATE response SET may_show = 1',
      "UPDATE recognition SET public_decision = 'approved'",
      "UPDATE recognition_recipient SET shown_as = 'first name'",
    ],
    'write',
  );
}
