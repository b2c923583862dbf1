import { monthsInWords } from '@heart-survey/shared/dates';
import { minUsefulMonths, type RunChart, type RunSignal } from '@heart-survey/shared/run-chart';
import { cutMean } from '@heart-survey/shared/scores';
import type { MonthPoint, MonthStatus } from '../figures/figures.ts';

/** The chart for people who do not see it. */
export function chartInWords(points: MonthPoint[], name: string): string {
  const rated = points.filter(({ n }) => n > 0);
  const [first, last] = [rated[0]!, rated.at(-1)!];
  const of = ({ month, sum, n }: MonthPoint) => `${cutMean(sum, n)} in ${month.label}`;
  const range = first === last ? of(first) : `from ${of(first)} to ${of(last)}`;
  return `Average ratings for ${name} by month: ${range}. All months are in the table.`;
}

/** What the two rules found, a sentence or two each. */
export function signalsInWords(points: MonthPoint[], chart: RunChart): string[] {
  if (!chart.isEnough) {
    return [
      `There are not enough months yet to tell a lasting change from chance. That takes at least ${minUsefulMonths} finished months with an average above or below the median.`,
    ];
  }
  if (chart.signals.length === 0) {
    return ['No lasting change found. The ups and downs may be due to chance.'];
  }
  return chart.signals.map((signal) => signalInWords(points, chart, signal));
}

function signalInWords(points: MonthPoint[], { stretches }: RunChart, signal: RunSignal): string {
  const label = points[signal.start]!.month.label;
  const before = stretches.findLast(({ start }) => start < signal.start) ?? stretches[0]!;
  const after = stretches.find(({ start }) => start === signal.start && start !== before.start);
  if (signal.kind === 'few crossings') {
    const times = signal.crossings === 1 ? 'once' : `${signal.crossings} times`;
    return `Too few crossings: since ${label}, the average crossed the median only ${times}. If nothing had changed, at least ${signal.limit} crossings would be expected, so the level has probably changed.`;
  }
  const next = after ? ` From then on, the chart uses a new median: ${after.median}.` : '';
  return `Shift: starting in ${label}, ${signal.months} months in a row were ${signal.side} the median of ${before.median}. More than ${signal.limit} in a row rarely happens by chance.${next}`;
}

/** What a reader needs to know about months that are not like the others. */
export function notesInWords(points: MonthPoint[]): string[] {
  const running = points.find(({ isFinished }) => !isFinished);
  const of = (wanted: MonthStatus) => quartersWith(points, wanted);
  const [changed, deleted] = [of('changed'), of('deleted')];
  return [
    ...(running
      ? [`${running.month.label} is still in progress, so it does not count toward the median or any signal.`]
      : []),
    ...(changed === ''
      ? []
      : [
          `The months of ${changed} no longer add up to the closed figures, because responses were removed or excluded after the quarter closed. The closed figures are still valid.`,
        ]),
    ...(deleted === ''
      ? []
      : [
          `The responses from ${deleted} were deleted because they were past the retention period, so these months cannot be shown.`,
        ]),
  ];
}

function quartersWith(points: MonthPoint[], wanted: MonthStatus): string {
  const quarters = points.filter(({ status }) => status === wanted).map(({ quarter }) => monthsInWords(quarter));
  return [...new Set(quarters)].join(', ');
}
