import { grouped } from '@heart-survey/shared/counts';
import type { Quarter } from '@heart-survey/shared/quarters';
import type { ClosingCheck, ClosingWarning } from '../closing/closing.ts';
import type { Database } from '../database/database.ts';
import { changeOfRegion, changeOfTotal, quartersUpTo, readQuarters } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { responsesInWords } from '../results/results.ts';

/** What a feature checks before a quarter is handed in or submitted. */
export type SubmissionCheck = ClosingCheck;

/** What to look at before a quarter goes to the executive office. None of it prevents that. */
export async function readPreflight(
  db: Database,
  checks: SubmissionCheck[],
  department: Department,
  quarter: Quarter,
): Promise<ClosingWarning[]> {
  const [found, figures] = await Promise.all([
    Promise.all(checks.map((check) => check(db, department, quarter))),
    figuresToExplain(db, department, quarter),
  ]);
  return [...found.flat(), ...figures];
}

/** Figures that the executive office may ask about: excluded responses, and clear changes from the quarter before. */
async function figuresToExplain(db: Database, department: Department, quarter: Quarter): Promise<ClosingWarning[]> {
  const trend = await readQuarters(db, department, quartersUpTo(department, quarter, 2));
  const { total, regions } = trend.at(-1)!;
  const href = `/console/departments/${department.slug}/quarters/${quarter.id}`;
  const changes = [
    { name: department.name, scores: total, change: changeOfTotal(trend) },
    ...regions.map((scores) => ({ name: scores.name, scores, change: changeOfRegion(trend, scores.region) })),
  ];
  const clear = changes.filter(({ change }) => change.verdict === 'clear');
  const names = clear.map(
    ({ name, scores: { average, n, responses }, change }) =>
      `${name} (${average}, n ${grouped(n)}, ${responsesInWords(responses)}; ${change.difference})`,
  );
  return [
    ...excludedShare(total, `/console/departments/${department.slug}/flagged?quarter=${quarter.id}&which=excluded`),
    ...(names.length === 0
      ? []
      : [
          {
            message: `The average clearly changed from the previous quarter: ${names.join(', ')}. Be ready to explain it.`,
            href,
            link: 'View the figures',
          },
        ]),
  ];
}

function excludedShare(
  { responses, excluded = 0 }: { responses: number; excluded?: number },
  href: string,
): ClosingWarning[] {
  if (excluded === 0) return [];
  const all = responses + excluded;
  // Rounded up, so that the share of a single response is not 0%.
  const share = Math.ceil((100 * excluded) / all);
  return [
    {
      message: `${grouped(excluded)} of ${grouped(all)} responses ${excluded === 1 ? 'is' : 'are'} excluded from the figures (${share}%).`,
      href,
      link: 'View excluded responses',
    },
  ];
}
