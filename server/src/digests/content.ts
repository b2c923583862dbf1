import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, monthsInWords, timeInWords } from '@heart-survey/shared/dates';
import { plansDue } from '../action-plans/action-plans.ts';
import { can, canSomewhere } from '../access/access.ts';
import { casesDue, casesPath } from '../cases/cases.ts';
import { departmentsFor, regionsFor, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readQuarters } from '../figures/figures.ts';
import { readCalendar, type Department } from '../org/org.ts';
import { closingClock } from '../work/work.ts';
import type { DigestKind } from './kinds.ts';
import { lowRatings } from './queries.ts';

/** A paragraph of an email, or a link to a page of the console. */
type Paragraph = string | { path: string };

/** What a digest says: counts and links, never what anyone wrote. */
interface DigestContent {
  subject: string;
  paragraphs: Paragraph[];
}

/** Whom a digest is for, and the time that it is about. */
interface Digested extends Pick<Visit, 'person' | 'organization' | 'now'> {
  /** What happened after this moment, and until the other one. */
  from: number;
  until: number;
}

type ReadContent = (db: Database, digested: Digested) => Promise<DigestContent | undefined>;

/** Reads what a digest says; undefined if there is nothing to say, or nothing that the person may see anymore. */
export const readContent: Record<DigestKind, ReadContent> = {
  'low ratings': newLowRatings,
  due: whatIsDue,
  'quarter end': endedQuarters,
};

async function newLowRatings(db: Database, digested: Digested): Promise<DigestContent | undefined> {
  const { person, organization, from, until } = digested;
  const departments = departmentsFor(person, 'results', organization);
  const found = await Promise.all(
    departments.map(async (department) => {
      const regions = regionsFor(person, 'results', organization, department);
      const quarters = quartersFor(department, from, until);
      const counts = await lowRatings(db, { regionIds: regions.map(({ id }) => id), quarters, from, until });
      return { department, regions, counts };
    }),
  );
  const sumOf = (counts: { n: number }[]) => counts.reduce((sum, { n }) => sum + n, 0);
  const all = sumOf(found.flatMap(({ counts }) => counts));
  if (all === 0) return undefined;
  const lineOf = ({ regions, counts }: (typeof found)[number]) =>
    regions
      .map(({ id, name }) => ({ name, n: sumOf(counts.filter(({ regionId }) => regionId === id)) }))
      .filter(({ n }) => n > 0)
      .map(({ name, n }) => `${name}: ${grouped(n)}`)
      .join('; ');
  const { zone } = departments[0]!;
  return {
    subject: many(all, 'new low rating'),
    paragraphs: [
      `From ${timeInWords(from, zone)} to ${timeInWords(until, zone)}, ${many(all, 'response')} came in with an overall rating of 1 or 2. A few low ratings may be due to chance. The links show what they wrote, together with everyone else who gave a low rating that quarter.`,
      ...found
        .filter(({ counts }) => counts.length > 0)
        .flatMap((one): Paragraph[] => [
          `${one.department.name}: ${lineOf(one)}`,
          ...[...new Set(one.counts.map(({ quarter }) => quarter))].map((quarter) => ({
            path: `/console/departments/${one.department.slug}/comments?quarter=${quarter}&rating=low`,
          })),
        ]),
    ],
  };
}

/** The quarters in which responses of that time can count: the last open one, and on paper earlier ones. */
function quartersFor({ calendar }: Department, from: number, until: number): string[] {
  const first = calendar.previous(calendar.previous(calendar.at(from)));
  const quarters = [first];
  const last = calendar.next(calendar.at(until));
  while (quarters.at(-1)!.start < last.start) quarters.push(calendar.next(quarters.at(-1)!));
  return quarters.map(({ id }) => id);
}

async function whatIsDue(db: Database, digested: Digested): Promise<DigestContent | undefined> {
  const { person } = digested;
  const [plans, cases] = await Promise.all([plansDue(db, digested), casesDue(db, digested)]);
  const upTo = (n: number) => (n >= cases.max ? `${n} or more cases` : many(n, 'case'));
  const lines = [
    [plans.toWrite, `${many(plans.toWrite, 'action plan')} to write, due within a week or overdue`],
    [plans.toApprove, `${many(plans.toApprove, 'action plan')} waiting for approval`],
    [plans.actions, `${grouped(plans.actions)} of your actions, due within a week or overdue`],
    [cases.late, `${upTo(cases.late)} past the promised date`],
    [cases.soon, `${upTo(cases.soon)} due within a week`],
  ] as const;
  const due = lines.filter(([n]) => n > 0).map(([, words]) => words);
  if (due.length === 0) return undefined;
  return {
    subject: 'Plans and cases that are due',
    paragraphs: [
      'This is due now or soon:',
      ...due,
      { path: '/console' },
      ...(canSomewhere(person, 'cases') && cases.late + cases.soon > 0 ? [{ path: casesPath }] : []),
    ],
  };
}

async function endedQuarters(db: Database, digested: Digested): Promise<DigestContent | undefined> {
  const { person, organization, from, until } = digested;
  const departments = departmentsFor(person, 'results', organization);
  const ended = departments.flatMap((department) => {
    const quarter = department.calendar.previous(department.calendar.at(until));
    return quarter.end > from && quarter.end <= until ? [{ department, quarter }] : [];
  });
  if (ended.length === 0) return undefined;
  const sections = ended.map(async ({ department, quarter }): Promise<Paragraph[]> => {
    const [[record], calendar] = await Promise.all([
      readQuarters(db, department, [quarter]),
      readCalendar(db, department),
    ]);
    const closesOn = dayInWords(closingClock(calendar, department, quarter).at, department.zone);
    const isWhole = can(person, 'results', { departmentId: department.id });
    const responses = isWhole ? ` ${many(record!.total.responses, 'response')} came in.` : '';
    const next = record!.isClosed
      ? 'It is closed.'
      : `It closes on ${closesOn}. Enter its paper forms before then, and review flagged responses.`;
    return [
      `${department.name}: ${monthsInWords(quarter)} has ended.${responses} ${next}`,
      { path: `/console/departments/${department.slug}/quarters/${quarter.id}` },
    ];
  });
  return { subject: 'The quarter has ended', paragraphs: (await Promise.all(sections)).flat() };
}

const many = (count: number, one: string) => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;
