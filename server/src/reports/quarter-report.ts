import type { Change } from '@heart-survey/shared/change';
import type { OutsideScores } from '@heart-survey/shared/outside';
import type { Quarter } from '@heart-survey/shared/quarters';
import type { Scores } from '@heart-survey/shared/scores';
import type { Database } from '../database/database.ts';
import {
  changeOfTotal,
  frozenFigures,
  plansOutside,
  publishedFigures,
  publishedTrend,
  quarterFigures,
  quartersUpTo,
  readQuarters,
  snapshotsOf,
  type PlanOutside,
  type PlanProgress,
  type PlanProgressOf,
  type PlansOf,
  type PublishedFigures,
  verdictInWords,
} from '../figures/figures.ts';
import { pause } from '../limits/pauses.ts';
import type { Department } from '../org/org.ts';
import type { Figure, VerdictFacts } from './texts.ts';

// What a department's report says, read from closed figures: inside the department everything, outside only what may leave
// (docs/design.md §3.10).

/** Who a report is for. */
export type Edition = 'inside' | 'outside';

/** What was submitted of a quarter, with the signed file. */
interface Submission {
  file: string;
  sha256: string;
  keyId: string;
  submittedBy: string;
  submittedAt: number;
  /** Why there are no responses; null if there are some. */
  noData: string | null;
  /** How the person confirmed their identity. */
  confirmedWith: string;
}

/** Reads the submission of a version of a quarter. @param version the one that the report shows. */
type SubmissionOf = (department: Department, quarter: Quarter, version: number) => Promise<Submission | undefined>;

/** What later rooms pass in. */
export interface ReportReaders {
  db: Database;
  plansOf: PlansOf;
  planProgressOf: PlanProgressOf;
  submissionOf: SubmissionOf;
}

/** One quarter of the trend. */
export interface TrendQuarter {
  quarter: Quarter;
  /** In hundredths. */
  target: number;
  /** Null if it is not closed. */
  scores: Pick<Scores, 'average' | 'interval' | 'status' | 'sum' | 'n' | 'responses'> | OutsideScores | null;
}

/** An action plan as a report shows it. */
export interface ReportPlan extends Pick<
  PlanOutside,
  'region' | 'regionName' | 'quarter' | 'dueOn' | 'causeClass' | 'figure' | 'goal' | 'continues' | 'actions'
> {
  stage: PlanProgress['stage'];
  /** Inside the department only. */
  cause: string | null;
  /** Oldest first. Outside only the last one that may be shown. */
  verdicts: VerdictFacts[];
}

/** A version of the quarter, for readers inside the department. */
export interface VersionMade {
  version: number;
  closedAt: number;
  class: 'late paper' | 'error' | 'exclusion' | 'erasure' | null;
  reason: string | null;
  figure: Figure;
  regions: ReadonlyMap<string, { name: string; figure: Figure }>;
}

/** Everything that the report of a department's quarter says. */
export interface QuarterReport {
  edition: Edition;
  department: Department;
  quarter: Quarter;
  figures: PublishedFigures;
  closedAt: number;
  version: number;
  trend: TrendQuarter[];
  /** From the quarter before. @param comparisons how many are shown together. */
  changeAmong: (comparisons: number) => Change | undefined;
  plans: ReportPlan[];
  /** Empty outside the department. */
  versions: VersionMade[];
  /**
   * Of the figures. Not outside: where a group of one is withheld, a reader could try all its possible answers against
   * the hash.
   */
  sha256: string | undefined;
  submission: Submission | undefined;
}

/** How many quarters a trend covers. */
const trendLength = 9;

/** Reads a report; undefined if the quarter is not closed. */
export function readQuarterReport(
  readers: ReportReaders,
  asked: { department: Department; quarter: Quarter; edition: Edition },
): Promise<QuarterReport | undefined> {
  return asked.edition === 'inside' ? readInside(readers, asked) : readOutside(readers, asked);
}

type Asked = Pick<QuarterReport, 'department' | 'quarter'>;

async function readInside(readers: ReportReaders, { department, quarter }: Asked): Promise<QuarterReport | undefined> {
  const { db, plansOf, planProgressOf, submissionOf } = readers;
  const rows = await snapshotsOf(db, department.id, [quarter.id]);
  const latest = rows.at(-1);
  if (latest === undefined) return undefined;
  // Each of these takes a while, and customers want their answers in between.
  await pause();
  const figures = await quarterFigures(db, plansOf, department, quarter);
  await pause();
  const trend = await readQuarters(db, department, quartersUpTo(department, quarter, trendLength));
  await pause();
  const plans = await planProgressOf(department, quarter.id);
  await pause();
  const submission = await submissionOf(department, quarter, latest.version);
  return {
    edition: 'inside',
    department,
    quarter,
    figures,
    closedAt: latest.closedAt,
    version: latest.version,
    trend: trend.map(({ isClosed, total, ...one }) => ({ ...one, scores: isClosed ? total : null })),
    changeAmong: () => changeOfTotal(trend),
    plans: plans.filter(({ stage }) => stage !== 'watch').map(planInside),
    versions: rows.map(versionMade),
    sha256: latest.sha256,
    submission,
  };
}

function planInside(plan: PlanProgress): ReportPlan {
  const facts = plan.verdicts.map((one): VerdictFacts => ({
    english: verdictInWords(one),
    verdict: one.verdict,
    isInterim: one.isInterim,
    sides: { before: one.before, after: one.after },
    closed: one.after.quarters.length,
  }));
  return { ...plan, verdicts: facts };
}

function versionMade(row: Awaited<ReturnType<typeof snapshotsOf>>[number]): VersionMade {
  const { total, regions } = frozenFigures(row);
  return {
    version: row.version,
    closedAt: row.closedAt,
    class: row.class,
    reason: row.reason,
    figure: figureOf(total),
    regions: new Map(regions.map((scores) => [scores.region, { name: scores.name, figure: figureOf(scores) }])),
  };
}

const figureOf = ({ average, n, responses }: Scores): Figure => ({ average: average ?? '–', n, responses });

async function readOutside(readers: ReportReaders, { department, quarter }: Asked): Promise<QuarterReport | undefined> {
  const { db, plansOf, planProgressOf, submissionOf } = readers;
  const figures = await publishedFigures(db, plansOf, department, quarter);
  if (figures === undefined) return undefined;
  const { version = 1, closedAt } = figures.quarter;
  await pause();
  const trend = await publishedTrend(db, department, quartersUpTo(department, quarter, trendLength));
  await pause();
  const plans = await plansOutside(db, department, await planProgressOf(department, quarter.id));
  await pause();
  const submission = await submissionOf(department, quarter, version);
  return {
    edition: 'outside',
    department,
    quarter,
    figures,
    closedAt: Date.parse(closedAt ?? ''),
    version,
    trend: trend.points.map(({ quarter, target, total = null }) => ({ quarter, target, scores: total })),
    changeAmong: trend.changeAmong,
    plans: plans.map(planOutside),
    versions: [],
    sha256: undefined,
    submission,
  };
}

function planOutside({ verdict, ...plan }: PlanOutside): ReportPlan {
  const facts = verdict && {
    english: verdict.inWords,
    verdict: verdict.verdict,
    isInterim: verdict.isInterim,
    sides: verdict.figures,
    closed: verdict.isWithheld ? null : (verdict.figures?.after.quarters.length ?? 0),
  };
  return { ...plan, cause: null, verdicts: facts === null ? [] : [facts] };
}

/** `4.00` as 400. */
export function hundredthsOf(target: string): number {
  return Number(target.replace('.', ''));
}
