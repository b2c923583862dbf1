import { eq } from 'drizzle-orm';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { department, region } from '../database/schema.ts';
import { createOrganization, findBySlug, type Department } from '../org/org.ts';
import { addSampleGroups } from './demo-groups.ts';
import { submissionStories, laterStories, promptStories, type SubmissionStory } from './demo-submission-stories.ts';

/** A department of the sample data. */
export interface SampleDepartment {
  department: Department;
  /** Its responses, as a part of those of the first department. */
  share: number;
  stories: SubmissionStory[];
}

const others = [
  {
    slug: 'health',
    name: 'Public Health Services',
    place: 2,
    regions: { clinics: 'Clinics', immunizations: 'Immunizations', 'nurse-visits': 'Nurse Home Visits' },
    share: 1 / 10,
    stories: promptStories,
  },
  {
    slug: 'aging',
    name: 'Aging and Adult Services',
    place: 3,
    regions: { 'in-home-care': 'In-Home Care', 'senior-centers': 'Senior Centers' },
    share: 1 / 16,
    stories: laterStories,
  },
];

/** The first department, and two more beside it if it is the only one: the page of all results shows several. */
export async function addSampleDepartments(db: Database, first: Department): Promise<SampleDepartment[]> {
  const { departments } = await createOrganization(db)();
  const sample = { department: first, share: 1, stories: submissionStories };
  if (departments.length > 1) return [sample];
  const { zone, firstMonth, holidays } = first;
  await commit(db, [
    build.update(department).set({ place: 1 }).where(eq(department.id, first.id)),
    ...others.map(({ slug, name, place }) =>
      build.insert(department).values({ slug, name, place, zone, firstMonth, holidays }),
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
