import { monthOf, type Quarter } from '@heart-survey/shared/quarters';
import { closedQuarters } from '../database/closed-quarters.ts';
import type { Database } from '../database/database.ts';
import { whenClosed, whenStored } from '../handoffs.ts';
import { holdsResponses, storeRows } from '../responses/responses.ts';
import { closeDueQuarters } from '../closing/closing.ts';
import { createOrganization, readCalendar, type Department, type Region } from '../org/org.ts';
import { closingClock } from '../work/work.ts';
import { UserError, type Command, type CommandContext } from './command.ts';
import { writeSampleCampaigns } from './demo-campaigns.ts';
import { writeSampleCases } from './demo-cases.ts';
import { addSampleDepartments, type SampleDepartment } from './demo-departments.ts';
import { writeSampleDigests } from './demo-digests.ts';
import { groupChooser } from './demo-groups.ts';
import { inventHistory, randomFor, type InventedResponse } from './demo-history.ts';
import { addPeople, type SamplePeople, type SamplePerson } from './demo-people.ts';
import { writeSamplePlans } from './demo-plans.ts';
import { writeSampleQuotes } from './demo-quotes.ts';
import { writeSampleStandards } from './demo-standards.ts';
import { writeSampleSubmissions } from './demo-submissions.ts';
import { writeSampleSurveyPlans } from './demo-survey-plans.ts';
import { writeSampleTeam } from './demo-team.ts';
import { progressOf } from './progress.ts';
import { departmentAsked } from './quarter-asked.ts';

const quartersOfHistory = 8;
const rowsPerCommit = 1000;

export const demo: Command = {
  name: 'demo',
  summary:
    'Fill an empty database with sample data: eight quarters of a made-up county, the same each time. Two more departments are added if there is only one, with fewer responses.',
  mayCreate: true,
  options: { department: { type: 'string' }, responses: { type: 'string' } },
  run: async (context) => {
    const { db, terminal, options } = context;
    const total = Number(options['responses'] ?? 100_000);
    if (!Number.isSafeInteger(total) || total < 1)
      throw new UserError('--responses must be a whole number of 1 or more.');
    if (await holdsResponses(db)) throw new UserError(notEmpty);
    const department = await departmentAsked(context);
    if ((await closedQuarters(db)).size > 0) throw new UserError(notEmpty);
    const now = terminal.clock();
    const samples = (await addSampleDepartments(db, department, now)).map((sample) => ({
      ...sample,
      total: Math.ceil(total * sample.share),
    }));
    const progress = progressOf(terminal, sumOf(samples), 'responses');
    let stored = 0;
    let executive: SamplePerson | undefined;
    for (const sample of samples) {
      const people = await fillDepartment(context, { ...sample, now, executive }, (rows) => {
        stored += rows;
        progress.to(stored);
      });
      executive = people.executive;
    }
    progress.stop();
    const history = historyOf(department, now);
    const [first, last] = [history[0]!.label, history.at(-1)!.label];
    terminal.out(`${total} sample responses in ${history.length} quarters, ${first} to ${last}.`);
    if (samples.length > 1) terminal.out(`${sumOf(samples) - total} more in ${samples.length - 1} other departments.`);
    return 0;
  },
};

const sumOf = (samples: { total: number }[]) => samples.reduce((sum, { total }) => sum + total, 0);

interface Filling extends SampleDepartment {
  /** How many responses. */
  total: number;
  now: number;
  executive: SamplePerson | undefined;
}

/** Responses, plans, cases, thank-yous, trainings, and what was submitted and published. @param onStored gets the number of rows of each commit. */
async function fillDepartment(
  context: CommandContext,
  { department, stories, total, now, executive }: Filling,
  onStored: (rows: number) => void,
): Promise<SamplePeople> {
  const { db } = context;
  const regions = (await createOrganization(db)()).regions.filter((region) => region.department.id === department.id);
  const history = historyOf(department, now);
  const slugs = regions.map(({ slug }) => slug);
  const groupOf = await groupChooser(db, department.id);
  for (const rows of inChunks(inventHistory(history, slugs, total, now), rowsPerCommit)) {
    onStored(await store(db, department, { regions, groupOf }, rows));
  }
  await closeAsTimeWent(db, department, history, now);
  const random = randomFor(executive ? `people ${department.slug}` : 'people');
  const people = await addPeople(db, department, { random, at: now, executive });
  await writeSamplePlans(db, { regions, history, people });
  await writeSampleStandards(db, { department, history, people });
  // Cases in the first department, so that one has what the others still lack.
  const manager = executive ? undefined : await writeSampleCases(db, { department, regions, history, now });
  await writeSampleSubmissions(context, { department, history, people, stories, now });
  await writeSampleSurveyPlans(db, { department, people, now });
  await writeSampleQuotes(db, { department, history, people, now });
  await writeSampleCampaigns(db, { department, regions, people, now });
  const junior = await writeSampleTeam(db, { department, history, people, now });
  await writeSampleDigests(db, { ...people, junior, manager }, now);
  return people;
}

const notEmpty = 'This database already has responses or closed quarters. The sample data needs an empty database.';

/** Eight quarters that end with the current one. */
function historyOf({ calendar }: Department, now: number): Quarter[] {
  const quarters = [calendar.at(now)];
  while (quarters.length < quartersOfHistory) quarters.unshift(calendar.previous(quarters[0]!));
  return quarters;
}

async function store(
  db: Database,
  { calendar }: Department,
  { regions, groupOf }: { regions: Region[]; groupOf: (responseId: string) => number | null },
  rows: InventedResponse[],
): Promise<number> {
  const ids = new Map(regions.map(({ slug, id }) => [slug, id]));
  const stored = await storeRows(
    db,
    rows.map(({ region, ratings, ...row }) => ({
      ...row,
      ...ratings,
      regionId: ids.get(region)!,
      month: monthOf(calendar, calendar.byId(row.quarter)!, row),
      groupId: groupOf(row.id),
      fingerprint: 'invented',
    })),
    whenStored,
  );
  return stored.size;
}

/** Closes each past quarter at the time when the schedule would have closed it. */
async function closeAsTimeWent(db: Database, department: Department, history: Quarter[], now: number): Promise<void> {
  const days = await readCalendar(db, department);
  for (const quarter of history) {
    const due = closingClock(days, department, quarter).at;
    if (due <= now) await closeDueQuarters({ db, clock: () => due, alongside: whenClosed }, [department], 'schedule');
  }
}

function* inChunks<T>(values: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const value of values) {
    chunk.push(value);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
