import { asc, eq } from 'drizzle-orm';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { customerGroup, department } from '../database/schema.ts';
import type { Department } from '../org/org.ts';
import { randomFor } from './demo-history.ts';

/** The groups of a sample department (docs/policies/nc-dhhs-customer-service.md), and which share of people names each. */
const groups = [
  { code: 'client', names: { en: 'Client', es: 'Persona atendida' }, share: 0.5 },
  { code: 'family-member', names: { en: 'Family member or caregiver', es: 'Familiar o cuidador' }, share: 0.2 },
  { code: 'partner-agency', names: { en: 'Partner agency', es: 'Organismo asociado' }, share: 0.08 },
  { code: 'advocate', names: { en: 'Advocate', es: 'Defensor' }, share: 0.004 },
];

/** Gives a department customer groups and makes its survey ask for them. */
export async function addSampleGroups(db: Database, { id }: Pick<Department, 'id'>): Promise<void> {
  await commit(db, [
    build.update(department).set({ asksGroup: 1 }).where(eq(department.id, id)),
    ...groups.map(({ code, names }, index) =>
      build
        .insert(customerGroup)
        .values({ departmentId: id, code, names: JSON.stringify(names), place: index + 1, createdAt: 0 }),
    ),
  ]);
}

/** @returns the group that a made-up respondent of the department names, the same each time. Null for none. */
export async function groupChooser(db: Database, departmentId: number): Promise<(responseId: string) => number | null> {
  const rows = await db
    .select({ id: customerGroup.id })
    .from(customerGroup)
    .where(eq(customerGroup.departmentId, departmentId))
    .orderBy(asc(customerGroup.place));
  if (rows.length !== groups.length) return () => null;
  return (responseId) => {
    let left = uniformFloat64(randomFor(`group ${responseId}`));
    const index = groups.findIndex(({ share }) => (left -= share) < 0);
    return rows[index]?.id ?? null;
  };
}
