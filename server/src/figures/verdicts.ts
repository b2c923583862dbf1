import { cutMean, statusOf, type Status } from '@heart-survey/shared/scores';
import { mergeCells, noTallies, type ResponseCell } from '@heart-survey/shared/tallies';
import { verdictOf, type VerdictResult } from '@heart-survey/shared/verdict';
import type { Database } from '../database/database.ts';
import { turn } from '../limits/turns.ts';
import type { Department } from '../org/org.ts';
import { readVersions, type ClosedVersion } from './versions.ts';

/** A plan whose verdict is asked for. */
export interface AgreedPlan {
  /** The region's slug. */
  region: string;
  /** The quarter that is the baseline: of a continued plan, that of the first one. */
  quarter: string;
  /** In milliseconds since the epoch. */
  agreedAt: number;
}

/** A region's closed quarter, in the version that a verdict used. */
export interface VerdictQuarter {
  id: string;
  label: string;
  version: number;
  sha256: string;
  /** In hundredths, at close. */
  target: number;
  average: string | null;
  responses: number;
  n: number;
  status: Status;
}

/** The quarters before or after a plan, pooled. */
export interface VerdictSide {
  /** In order. */
  quarters: VerdictQuarter[];
  average: string | null;
  responses: number;
  n: number;
}

/** A plan's verdict with everything that it was computed from (docs/design.md §3.8). */
export interface PlanVerdict extends VerdictResult {
  before: VerdictSide;
  after: VerdictSide;
  /** When the last of its quarters was closed or restated, in milliseconds since the epoch; null if none was. */
  validFrom: number | null;
}

/**
 * The verdicts on each of these plans, oldest first. The last one is current; those before it were replaced by a
 * restatement of a closed quarter, and stay on record. Reads the department's snapshots in at most two queries.
 */
export async function readVerdicts(
  db: Database,
  department: Department,
  plans: readonly AgreedPlan[],
): Promise<[PlanVerdict, ...PlanVerdict[]][]> {
  const versions = plans.length === 0 ? [] : await readVersions(db, department.id);
  const verdicts: [PlanVerdict, ...PlanVerdict[]][] = [];
  for (const plan of plans) {
    // Many plans take a while, and others want their answers.
    await turn(versions.length * 10);
    verdicts.push(verdictsOf(department, versions, plan));
  }
  return verdicts;
}

/** The versions of one moment that a verdict uses. */
interface Chosen {
  before: ClosedVersion[];
  after: ClosedVersion[];
  history: ClosedVersion[];
}

/** @param versions in the order in which they were made. */
function verdictsOf(department: Department, versions: readonly ClosedVersion[], plan: AgreedPlan) {
  const latest = latestOf(versions);
  const chosen = choose(department, latest, plan);
  const current = judgeAt(department, plan, chosen);
  if (chosen.after.length < 2) return [current] satisfies [PlanVerdict];
  // Both quarters have closed. Restatements after that leave older verdicts behind.
  const quarters = new Set([...chosen.history, ...chosen.after].map(({ quarter }) => quarter));
  const used = versions.filter(({ quarter }) => quarters.has(quarter));
  const isComplete = (some: readonly ClosedVersion[]) =>
    [...chosen.before, ...chosen.after].every(({ quarter }) => some.some((version) => version.quarter === quarter));
  const first = used.findIndex((_, index) => isComplete(used.slice(0, index + 1)));
  const moments = used.map((_, index) => index).slice(first);
  if (moments.length === 1) return [current] satisfies [PlanVerdict];
  const verdicts = moments.map((index) =>
    judgeAt(department, plan, choose(department, latestOf(used.slice(0, index + 1)), plan)),
  );
  const [oldest, ...later] = verdicts;
  const kept: [PlanVerdict, ...PlanVerdict[]] = [oldest!];
  for (const verdict of later) if (hasChanged(kept.at(-1)!, verdict)) kept.push(verdict);
  return kept;
}

/** The latest version of each quarter. @param versions in the order in which they were made. */
function latestOf(versions: readonly ClosedVersion[]): Map<string, ClosedVersion> {
  return new Map(versions.map((version) => [version.quarter, version]));
}

/** The verdict on these versions, and since when it holds. */
function judgeAt(department: Department, plan: AgreedPlan, chosen: Chosen): PlanVerdict {
  const made = [...chosen.before, ...chosen.after, ...chosen.history].map(({ closedAt }) => closedAt);
  return { ...judge(department, plan, chosen), validFrom: made.length === 0 ? null : Math.max(...made) };
}

/** The first two closed quarters that began after the plan was agreed, and those before it (docs/design.md §3.8). */
function choose(department: Department, latest: ReadonlyMap<string, ClosedVersion>, plan: AgreedPlan): Chosen {
  const startOf = (id: string) => department.calendar.byId(id)?.start ?? 0;
  return {
    ...chooseBefore(department, latest, plan),
    after: inOrder(latest)
      .filter(({ quarter }) => startOf(quarter) > plan.agreedAt)
      .slice(0, 2),
  };
}

/** The baseline, and every closed quarter up to it. @param latest the versions, by their quarters. */
export function chooseBefore(
  { calendar }: Department,
  latest: ReadonlyMap<string, ClosedVersion>,
  plan: Pick<AgreedPlan, 'quarter'>,
): Pick<Chosen, 'before' | 'history'> {
  const baseline = calendar.byId(plan.quarter);
  const previous = baseline && calendar.previous(baseline).id;
  const history = inOrder(latest).filter(({ quarter }) => quarter <= plan.quarter);
  return { before: history.filter(({ quarter }) => quarter === plan.quarter || quarter === previous), history };
}

function inOrder(latest: ReadonlyMap<string, ClosedVersion>): ClosedVersion[] {
  return [...latest.values()].toSorted((one, other) => (one.quarter < other.quarter ? -1 : 1));
}

/** A restated quarter may leave everything that a verdict uses as it was, such as another region's figures. */
function hasChanged(before: PlanVerdict, after: PlanVerdict): boolean {
  const contentOf = ({ validFrom: _, ...content }: PlanVerdict) => JSON.stringify(content);
  return contentOf(before) !== contentOf(after);
}

function judge(department: Department, { region }: AgreedPlan, { before, after, history }: Chosen): PlanVerdict {
  const cells = (version: ClosedVersion) => cellsIn(version, region);
  const sideOf = (versions: ClosedVersion[]): VerdictSide => ({
    quarters: versions.map((version) => quarterOf(department, version, region)),
    ...figuresOf(mergeCells(versions.flatMap(cells))),
  });
  const result = verdictOf({
    before: before.map(cells),
    after: after.map((version) => ({ cells: cells(version), target: version.target })),
    history: history.map(cells),
  });
  return { ...result, before: sideOf(before), after: sideOf(after), validFrom: null };
}

/** A region's respondents; none where it did not exist yet. */
export function cellsIn({ tallies }: ClosedVersion, region: string): readonly ResponseCell[] {
  return (tallies.get(region) ?? noTallies).responses;
}

function quarterOf({ calendar }: Department, version: ClosedVersion, region: string): VerdictQuarter {
  const { quarter, target, sha256 } = version;
  const cells = cellsIn(version, region);
  const figures = figuresOf(cells);
  return {
    id: quarter,
    label: calendar.byId(quarter)?.label ?? quarter,
    version: version.version,
    sha256,
    target,
    ...figures,
    status: statusOf(
      sumOf(cells, ({ s }) => s),
      figures.n,
      target,
    ),
  };
}

function figuresOf(cells: readonly ResponseCell[]) {
  const n = sumOf(cells, ({ k }) => k);
  return {
    average: cutMean(
      sumOf(cells, ({ s }) => s),
      n,
    ),
    responses: sumOf(cells, () => 1),
    n,
  };
}

function sumOf(cells: readonly ResponseCell[], value: (cell: ResponseCell) => number): number {
  return cells.reduce((sum, cell) => sum + value(cell) * cell.responses, 0);
}
