import type { Quarter } from '@heart-survey/shared/quarters';
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { audited } from '../audit/audit.ts';
import { build } from '../database/builder.ts';
import { commit, type Database } from '../database/database.ts';
import {
  department as departments,
  employee,
  recognition,
  recognitionRecipient,
  region,
  response,
  team,
  teamMember,
} from '../database/schema.ts';
import type { Department } from '../org/org.ts';
import { inventId, randomFor, type Random } from './demo-history.ts';
import type { SamplePeople } from './demo-people.ts';

const day = 24 * 60 * 60 * 1000;

interface Sample {
  department: Department;
  /** The quarters in order, the current one last. */
  history: Quarter[];
  people: SamplePeople;
  now: number;
}

/** Staff whom customers praised: a team, or one employee who is shown with a first name. */
interface Praised {
  region: string;
  team?: string;
  names: string[];
  /** Whether no second person has decided about the quotes yet. */
  isWaiting?: boolean;
}

const praised: Praised[] = [
  { region: 'central', team: 'Front Desk', names: ['Maria Sample', 'Leo Sample'] },
  { region: 'south', names: ['Ana Sample'] },
  { region: 'east', team: 'Phone Team', names: ['Joe Sample', 'Kim Sample'] },
  { region: 'north-inland', names: ['Ruth Sample'], isWaiting: true },
  { region: 'clinics', team: 'Saturday Clinic', names: ['Omar Sample', 'Tess Sample'] },
];

const quotesEach = 2;

/** Thanks staff for praise from quarters that are published, and approves most of the quotes for the public. */
export async function writeSampleQuotes(db: Database, sample: Sample): Promise<void> {
  const { department, history } = sample;
  await commit(db, [build.update(departments).set({ asksToShow: 1 }).where(eq(departments.id, department.id))]);
  const random = randomFor(`thank-yous ${department.slug}`);
  const used = new Set<string>();
  for (const given of praised) {
    const [found] = await db
      .select({ id: region.id })
      .from(region)
      .where(and(eq(region.slug, given.region), eq(region.departmentId, department.id)));
    if (found === undefined) continue;
    const thanked = await addStaff(db, found.id, { random, given, at: history[0]!.start });
    const chosen = (await praiseIn(db, found.id, sample)).filter(({ comment }) => !used.has(comment!));
    for (const row of differentIn(chosen).slice(0, quotesEach)) {
      used.add(row.comment!);
      await thank(db, sample, { random, row, thanked, isApproved: given.isWaiting !== true });
    }
  }
}

type Praise = Awaited<ReturnType<typeof praiseIn>>[number];

/** The first with each text. */
function differentIn(rows: Praise[]): Praise[] {
  return rows.filter(({ comment }, index) => rows.findIndex((row) => row.comment === comment) === index);
}

/** Praise from the last two quarters that are published, if its writers agreed that others see it. */
function praiseIn(db: Database, regionId: number, { history, now }: Sample) {
  const quarters = history.slice(-4, -2).map(({ id }) => id);
  return db
    .select()
    .from(response)
    .where(
      and(
        eq(response.regionId, regionId),
        inArray(response.quarter, quarters),
        // Who was thanked is forgotten after a year.
        gt(response.receivedAt, now - 330 * day),
        eq(response.mayShow, 1),
        // Only those who are pleased with everything give a 5 for this.
        eq(response.timeliness, 5),
        eq(response.overall, 5),
      ),
    )
    .orderBy(asc(response.receivedAt), asc(response.id))
    .limit(200);
}

interface Thanked {
  teamId: number | null;
  employeeIds: number[];
}

async function addStaff(
  db: Database,
  regionId: number,
  { random, given, at }: { random: Random; given: Praised; at: number },
): Promise<Thanked> {
  const rows = given.names.map((name) => ({
    regionId,
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@example.invalid`,
    code: inventId(random),
    createdAt: at,
  }));
  const employeeIds = (await db.insert(employee).values(rows).returning({ id: employee.id })).map(({ id }) => id);
  if (given.team === undefined) return { teamId: null, employeeIds };
  const [added] = await db
    .insert(team)
    .values({ regionId, name: given.team, createdAt: at })
    .returning({ id: team.id });
  await db.insert(teamMember).values(employeeIds.map((employeeId) => ({ teamId: added!.id, employeeId })));
  return { teamId: added!.id, employeeIds };
}

interface Thanks {
  random: Random;
  row: Praise;
  thanked: Thanked;
  isApproved: boolean;
}

/** The ambassador thanks, the employees choose how they are shown, and the representative approves. */
async function thank(
  db: Database,
  { department, people: { ambassador, representative } }: Sample,
  { random, row, thanked, isApproved }: Thanks,
): Promise<void> {
  const days = 3;
  const at = row.receivedAt + days * day;
  const publicAt = at + 4 * day;
  const approval = { publicDecision: 'approved', publicBy: representative.id, publicAt } as const;
  const [added] = await db
    .insert(recognition)
    .values({
      responseId: row.id,
      regionId: row.regionId,
      quarter: row.quarter,
      stage: 'thanked',
      ownerId: ambassador.id,
      openedAt: at,
      closedAt: at,
      decidedBy: ambassador.id,
      decidedAt: at,
      sendId: inventId(random),
      days,
      teamId: thanked.teamId,
      letters: 'HR',
      cuts: '[]',
      ...(isApproved ? approval : {}),
    })
    .returning({ id: recognition.id });
  const about = { subject: row.id, departmentId: department.id };
  await commit(db, [
    ...thanked.employeeIds.map((employeeId) =>
      build.insert(recognitionRecipient).values({
        id: inventId(random),
        recognitionId: added!.id,
        employeeId,
        shownAs: thanked.teamId === null ? 'first name' : 'team',
        chosenAt: at + day,
      }),
    ),
    audited({ personId: ambassador.id, action: 'thank-you sent', ...about }, at),
    ...(isApproved ? [audited({ personId: representative.id, action: 'quote approved', ...about }, publicAt)] : []),
  ]);
}
