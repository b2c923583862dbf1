import { isoDay } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { and, asc, eq } from 'drizzle-orm';
import { insertGrant, insertPerson } from '../access/access.ts';
import { audited } from '../audit/audit.ts';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import { region, roleGrant, training } from '../database/schema.ts';
import { alone } from '../database/statement.ts';
import { readAgency, writeSetting, type Department } from '../org/org.ts';
import { inventId, randomFor } from './demo-history.ts';
import type { SamplePeople, SamplePerson } from './demo-people.ts';

const day = 24 * 60 * 60 * 1000;

/** A training of the sample data: how many quarters before the current one, how many days into it, and for whom. */
interface SampleTraining {
  quartersAgo: number;
  days: number;
  topic: string;
  attended: number;
  /** By the order of the department's regions; missing for the whole department. */
  region?: number;
}

const trainings: SampleTraining[] = [
  { quartersAgo: 6, days: 20, topic: 'Serving with HEART', attended: 64 },
  { quartersAgo: 5, days: 33, topic: 'Listening with care', attended: 14, region: 0 },
  { quartersAgo: 4, days: 12, topic: 'Calling back on the same day', attended: 22, region: 3 },
  { quartersAgo: 3, days: 54, topic: 'Plain words in letters', attended: 41 },
  { quartersAgo: 2, days: 40, topic: 'Working with interpreters', attended: 18, region: 2 },
  { quartersAgo: 1, days: 25, topic: 'Serving with HEART, for new staff', attended: 37 },
  { quartersAgo: 1, days: 61, topic: 'Listening with care', attended: 16, region: 3 },
  { quartersAgo: 0, days: 9, topic: 'Calm words in hard talks', attended: 23, region: 1 },
];

interface Sample {
  department: Department;
  /** The quarters in order, the current one last. */
  history: Quarter[];
  people: SamplePeople;
  now: number;
}

/**
 * Team HEART: who appointed its members, a junior ambassador, the handbook, and trainings.
 * @returns the junior ambassador; undefined without a region.
 */
export async function writeSampleTeam(
  db: Database,
  { department, history, people, now }: Sample,
): Promise<SamplePerson | undefined> {
  const regions = await db
    .select({ id: region.id, slug: region.slug, name: region.name })
    .from(region)
    .where(eq(region.departmentId, department.id))
    .orderBy(asc(region.id));
  const random = randomFor(`team ${department.slug}`);
  const appointment = {
    appointedBy: `Director of ${department.name}`,
    appointedOn: isoDay(history[0]!.start, department.zone),
  };
  const { ambassador, representative } = people;
  const [first] = regions;
  const junior = {
    id: inventId(random),
    name: 'Sample junior',
    email: `sample-junior-${department.slug}@example.invalid`,
  };
  const { handbook } = await readAgency(db);
  await commit(db, [
    ...[ambassador, representative].map(({ id }) =>
      build
        .update(roleGrant)
        .set(appointment)
        .where(and(eq(roleGrant.departmentId, department.id), eq(roleGrant.personId, id))),
    ),
    ...(first === undefined
      ? []
      : [
          alone(insertPerson(junior, now)),
          insertGrant({
            ...{ personId: junior.id, role: 'junior', departmentId: department.id, regionId: first.id },
            ...{ grantedAt: now, grantedBy: null, appointedBy: ambassador.name, appointedOn: appointment.appointedOn },
          }),
        ]),
    ...(handbook === undefined ? [writeSetting('handbook', 'https://intranet.example.invalid/handbook')] : []),
    ...trainings.flatMap((sample) => {
      const at = history.at(-1 - sample.quartersAgo)!.start + sample.days * day;
      const place = sample.region === undefined ? undefined : regions[sample.region];
      if (at > now || (sample.region !== undefined && place === undefined)) return [];
      const { topic, attended } = sample;
      const heldOn = isoDay(at, department.zone);
      const by = { createdAt: at, createdBy: ambassador.id };
      const row = { id: inventId(random), departmentId: department.id, regionId: place?.id ?? null, heldOn };
      const entry = { action: 'training added', subject: place?.slug ?? department.slug, departmentId: department.id };
      return [
        build.insert(training).values({ ...row, topic, attended, ...by }),
        audited({ personId: ambassador.id, ...entry, detail: { heldOn, topic, attended } }, at),
      ];
    }),
  ]);
  return first && junior;
}
