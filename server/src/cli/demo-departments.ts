import { eq } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { department, division, region } from '../database/schema.ts';
import { createOrganization, findBySlug, readDivisions, type Department } from '../org/org.ts';
import { addSampleGroups } from './demo-groups.ts';
import { submissionStories, laterStories, promptStories, type SubmissionStory } from './demo-submission-stories.ts';

/** A department of the sample data. */
export interface SampleDepartment {
  department: Department;
  /** Its responses, as a part of those of the first department. */
  share: number;
  stories: SubmissionStory[];
}

/** The divisions of the sample data, unless there are others. */
const divisions = [
  { id: 1, name: 'Children and Families', place: 1 },
  { id: 2, name: 'Health and Aging', place: 2 },
];

const others = [
  {
    slug: 'health',
    name: 'Public Health Services',
    place: 2,
    divisionId: 2,
    regions: { clinics: 'Clinics', immunizations: 'Immunizations', 'nurse-visits': 'Nurse Home Visits' },
    share: 1 / 10,
    stories: promptStories,
  },
  {
    slug: 'aging',
    name: 'Aging and Adult Services',
    place: 3,
    divisionId: 2,
    regions: { 'in-home-care': 'In-Home Care', 'senior-centers': 'Senior Centers' },
    share: 1 / 16,
    stories: laterStories,
  },
];

/** The first department, and two more beside it if it is the only one: the page of all results shows several. */
export async function addSampleDepartments(db: Database, first: Department, now: number): Promise<SampleDepartment[]> {
  const { departments } = await createOrganization(db)();
  const sample = { department: first, share: 1, stories: submissionStories };
  if (departments.length > 1) return [sample];
  const isGrouped = (await readDivisions(db)).length > 0;
  const divisionOf = (id: number) => (isGrouped ? null : id);
  const { zone, firstMonth, holidays } = first;
  await commit(db, [
    ...(isGrouped ? [] : divisions).map((one) => build.insert(division).values({ ...one, createdAt: now })),
    build
      .update(department)
      .set({ place: 1, divisionId: divisionOf(1) })
      .where(eq(department.id, first.id)),
    ...others.map(({ slug, name, place, divisionId }) =>
      build
        .insert(department)
        .values({ slug, name, place, divisionId: divisionOf(divisionId), zone, firstMonth, holidays }),
    ),
  ]);
  const added = (await createOrganization(db)()).departments;
  const found = others.map((other) => ({ ...other, department: findBySlug(added, other.slug)! }));
  await commit(
    db,
    found.flatMap(({ department: { id }, regions }) =>
      Object.entries(regions).map(([slug, name]) => build.insert(region).values({ departmentId: id, slug, name })),
    ),
  );
  // One department that asks shows both: the survey with the question, and without it.
  await addSampleGroups(db, found.at(-1)!.department);
  return [sample, ...found];
}
