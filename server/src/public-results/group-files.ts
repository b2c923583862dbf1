import { items } from '@heart-survey/shared/items';
import { stringify } from 'csv-stringify/sync';
import * as v from 'valibot';
import { groupYearSchema, type GroupYearFigures } from '../figures/figures.ts';
import type { PublishedDepartment, PublishedYear } from '../publishing/publishing.ts';
import { forSpreadsheets } from '../spreadsheets/csv.ts';

/** A published fiscal year by customer group for programs. */
export const groupYearJsonSchema = v.object({
  department: v.string(),
  ...groupYearSchema.entries,
  madeAt: v.pipe(v.string(), v.isoTimestamp(), v.description('When the year was put together. It does not change.')),
});

export function groupYearJson({ department }: PublishedDepartment, { figures, madeAt }: PublishedYear) {
  return { department: department.slug, ...figures, madeAt: new Date(madeAt).toISOString() };
}

const columns = [
  ...['department', 'year', 'row', 'group', 'responses', 'sum', 'n', 'average'],
  ...['interval_low', 'interval_high', 'target', 'status'],
  ...items.flatMap((item) => [`${item}_sum`, `${item}_n`, `${item}_mean`]),
];

type Scores = GroupYearFigures['groups'][number] | NonNullable<GroupYearFigures['total']>;

/** One line for each group, one for responses without a group, and a total. */
export function groupYearCsv({ department }: PublishedDepartment, { figures }: PublishedYear): string {
  const line = (row: string, group: string | null, { items: scores, interval, ...one }: Scores) => [
    ...[department.slug, figures.year, row, group, one.responses, one.sum, one.n, one.average],
    ...[interval?.low, interval?.high, figures.target, one.status],
    ...items.flatMap((item) => [scores[item].sum, scores[item].n, scores[item].mean]),
  ];
  const lines = figures.groups.map((one) => line(one.group === null ? 'none given' : 'group', one.group, one));
  const total = figures.total === null ? [] : [line('total', null, figures.total)];
  return stringify([...lines, ...total], { ...forSpreadsheets, columns });
}
