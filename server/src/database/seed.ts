import { randomBytes } from 'node:crypto';
import { build, hasNone, insertIf } from './builder.ts';
import { commit, type Database } from './database.ts';
import { department, setting } from './schema.ts';
import { statement } from './statement.ts';

/** The regions and programs of docs/policies/heart-cws.md, in its order. */
const regions = [
  ['adoptions', 'Adoptions'],
  ['ccws', 'CCWS'],
  ['central', 'Central Region'],
  ['east', 'East Region'],
  ['north-central', 'North Central Region'],
  ['north-coastal', 'North Coastal Region'],
  ['north-inland', 'North Inland Region'],
  ['south', 'South Region'],
] as const;

const firstDepartment = {
  slug: 'cws',
  name: 'Child Welfare Services',
  zone: 'America/Los_Angeles',
  firstMonth: 7,
  holidays: 'US-CA',
};

/**
 * Creates the first department of an empty installation, its regions, and the key of its keyed hashes. Running it again
 * changes nothing.
 */
export async function seed(db: Database): Promise<void> {
  await commit(db, [
    build
      .insert(setting)
      .values({ name: 'secret', value: randomBytes(32).toString('base64url') })
      .onConflictDoNothing(),
    insertIf(department, firstDepartment, hasNone(department)),
    statement(
      `INSERT INTO region (department_id, slug, name)
        SELECT department.id, r.value->>0, r.value->>1 FROM department, json_each(?) AS r
        WHERE department.slug = 'cws' AND NOT EXISTS (SELECT 1 FROM region)`,
      [JSON.stringify(regions)],
    ),
  ]);
}

/** The installation's key for keyed hashes. @throws Error before `seed`. */
export async function readSecret(db: Database): Promise<string> {
  const found = await db.query.setting.findFirst({ where: (setting, { eq }) => eq(setting.name, 'secret') });
  if (!found) throw new Error('The database has no key yet: run the migrations first.');
  return found.value;
}
