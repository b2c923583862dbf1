import { inHundredths } from '@heart-survey/shared/scores';
import { stringify } from 'csv-stringify/sync';
import { forSpreadsheets } from '../spreadsheets/csv.ts';
import type { CoverageGroup, CoverageRow } from './coverage.ts';
import type { Division } from '../org/org.ts';

const columns = [
  'division',
  'department',
  'name',
  'has_plan',
  'frequency',
  'next_survey',
  'plan_review',
  'ways_to_answer',
  'formats',
  'languages',
  'surveyed_within_year',
  'quarter',
  'status',
  'may_be_chance',
  'average',
  'interval_low',
  'interval_high',
  'n',
  'responses',
  'target',
  'published_quarter',
  'corrective_actions_shown',
];

/** The board as a table, one line per department. */
export function coverageCsv(groups: CoverageGroup[]): string {
  const lines = groups.flatMap(({ division, rows }) => rows.map((row) => lineOf(division, row)));
  return stringify(lines, { ...forSpreadsheets, columns });
}

const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');

function lineOf(division: Division | undefined, { department, plan, latest, published, underWay }: CoverageRow) {
  const shown = latest?.shown;
  const total = shown?.total;
  return [
    division?.name ?? '',
    department.slug,
    department.name,
    yesOrNo(plan !== undefined),
    plan?.frequency ?? '',
    plan?.nextOn ?? '',
    plan?.reviewOn ?? '',
    plan?.modes.join(' ') ?? '',
    plan?.formats.join(' ') ?? '',
    plan?.languages.join(' ') ?? '',
    yesOrNo(latest !== undefined),
    latest?.quarter.id ?? '',
    shown?.standing.standing ?? (latest === undefined ? 'none' : 'suppressed'),
    shown === undefined ? '' : yesOrNo(shown.standing.mayBeChance),
    total?.average ?? '',
    total?.interval?.low ?? '',
    total?.interval?.high ?? '',
    total?.n ?? '',
    total?.responses ?? '',
    latest === undefined ? '' : inHundredths(latest.target),
    published?.id ?? '',
    underWay,
  ];
}
