import * as v from 'valibot';
import { hundredths } from '../figures/figures.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const monthId = v.pipe(v.string(), v.description('Such as 2026-08.'));

const point = v.object({
  month: monthId,
  label: v.string(),
  quarter: v.pipe(v.string(), v.description('The quarter that the month counts in, by its first month.')),
  isFinished: v.pipe(v.boolean(), v.description('False while the month is running.')),
  status: v.pipe(
    v.picklist(['open', 'closed', 'changed', 'deleted']),
    v.description(
      'open: may still change. closed: as frozen when the quarter closed. changed: the quarter’s months no longer add up to its closed figures, which are still valid. deleted: the responses were deleted for their age.',
    ),
  ),
  responses: v.pipe(v.nullable(count), v.description('Null if the responses were deleted, as are sum and n.')),
  sum: v.nullable(count),
  n: v.nullable(count),
  average: v.nullable(hundredths),
});

const signal = v.variant('kind', [
  v.object({
    kind: v.literal('shift'),
    from: v.pipe(v.string(), v.description('The first month on the new side.')),
    side: v.picklist(['above', 'below']),
    months: v.pipe(count, v.description('How many months in a row were on that side of the median.')),
    limit: v.pipe(count, v.description('More than this many are a signal.')),
  }),
  v.object({
    kind: v.literal('few crossings'),
    from: v.pipe(v.string(), v.description('The first month that the rule covers.')),
    crossings: v.pipe(count, v.description('How often the average crossed the median.')),
    limit: v.pipe(count, v.description('Fewer than this many are a signal.')),
  }),
]);

const series = {
  months: v.pipe(v.array(point), v.description('The last 24 months, oldest first.')),
  medians: v.pipe(
    v.array(v.object({ from: monthId, median: hundredths })),
    v.description('The median of the first 12 of these months that have ratings. A shift starts a new median.'),
  ),
  signals: v.pipe(
    v.array(signal),
    v.description('Lasting changes. The running month is not part of them or of a median.'),
  ),
  isEnough: v.pipe(v.boolean(), v.description('False if there are too few months for a signal.')),
};

/** The months of a department and of each of its regions, as a run chart shows them. */
export const monthsSchema = v.object({
  department: v.string(),
  target: hundredths,
  regions: v.array(v.object({ region: v.string(), name: v.string(), ...series })),
  total: v.object(series),
});

export type MonthList = v.InferOutput<typeof monthsSchema>;
/** The months of one region or of all together. */
export type MonthSeries = MonthList['total'];
