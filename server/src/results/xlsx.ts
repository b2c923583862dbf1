import { localTimes } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import type { OutsideScores } from '@heart-survey/shared/outside';
import type { Scores } from '@heart-survey/shared/scores';
import type { CellObject, Row } from 'write-excel-file/node';
import { localHeader } from '../spreadsheets/csv.ts';
import type { PublishedFigures } from '../figures/figures.ts';

const statusWords = { met: 'met', below: 'below target', none: 'no ratings', suppressed: 'withheld' };

/**
 * The averages as a workbook: typed cells, so that no text is ever a formula; a header row that stays in view; and a
 * second sheet about the file. Means are the same cut values as everywhere, as numbers.
 * @param department its name, and the time zone of its local times.
 * @param at when it is created, in milliseconds since the epoch.
 */
export async function averagesXlsx(
  figures: PublishedFigures,
  { name, zone }: { name: string; zone: string },
  at: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { regions, total } = figures;
  const averages = [head, ...regions.map((region) => line(region.name, region)), line('All regions', total, 'bold')];
  const aboutIt: Row[] = [
    about('Department', text(name)),
    about('Quarter', text(figures.quarter.label)),
    about('Status', text(figures.quarter.status)),
    ...(figures.quarter.version === undefined ? [] : [about('Version', count(figures.quarter.version))]),
    about('Target', mean(figures.target)),
    // A spreadsheet date has no time zone, so the label names it.
    about(localHeader('Created', zone), date(new Date(`${localTimes(zone)(at).replace(' ', 'T')}Z`))),
    about(localHeader('Created', 'UTC'), date(new Date(at))),
    about('Means', text('Truncated to two decimal places, never rounded. n is the number of ratings.')),
    about('Average', text('The sum of all ratings of the six items, divided by their number.')),
  ];
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const file = await writeExcelFile([
    {
      data: averages,
      sheet: 'Averages',
      columns: [{ width: 28 }, ...Array.from({ length: head.length - 1 }, () => ({ width: 13 }))],
      stickyRowsCount: 1,
      stickyColumnsCount: 1,
    },
    { data: aboutIt, sheet: 'About', columns: [{ width: 28 }, { width: 80 }] },
  ]).toBuffer();
  return new Uint8Array(file);
}

const head: Row = [
  'Region',
  'Responses',
  'Sum',
  'n',
  'Average',
  '95% interval, low',
  '95% interval, high',
  'Status',
  ...items.flatMap((item) => ['sum', 'n', 'mean'].map((what) => `${enForm.items[item].word} ${what}`)),
].map((value) => ({ type: String, value, fontWeight: 'bold', wrap: true }));

function line(name: string, scores: Scores | OutsideScores, weight?: 'bold'): Row {
  const { responses, sum, n, average, interval, status } = scores;
  const cells = [
    text(name),
    count(responses),
    count(sum),
    count(n),
    mean(average),
    mean(interval?.low ?? null),
    mean(interval?.high ?? null),
    text(statusWords[status]),
    ...items.flatMap((item) => {
      const { sum, n, mean: shown } = scores.items[item];
      return [count(sum), count(n), mean(shown)];
    }),
  ];
  return weight === undefined ? cells : cells.map((cell) => cell && { ...cell, fontWeight: weight });
}

const about = (what: string, value: CellObject | null): Row => [
  { type: String, value: what, fontWeight: 'bold' },
  value && { ...value, align: 'left' },
];
const text = (value: string): CellObject => ({ type: String, value });
const date = (value: Date): CellObject => ({ type: Date, value, format: 'yyyy-mm-dd hh:mm:ss' });
const count = (value: number | null): CellObject | null =>
  value === null ? null : { type: Number, value, format: '0' };
const mean = (value: string | null): CellObject | null =>
  value === null ? null : { type: Number, value: Number(value), format: '0.00' };
