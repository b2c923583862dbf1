import { grouped } from '@heart-survey/shared/counts';
import type { PageTime } from './console-pages.ts';
import type { Scale } from './scale-of.ts';
import { table, type Row } from './table.ts';

// What a department, a county and a state need. The assumptions are explained in docs/performance.md.

/** Each member of staff has so many contacts with customers on a business day, and one customer in so many responds. */
const contactsADay = 20;
const contactsPerResponse = 50;
const businessDays = 250;
/** The share of a day's responses that come in its busiest hour. */
const peakHour = 1 / 5;
/** In the busiest minute, so many times as many come as in the others of that hour. */
const peakMinute = 10;
/** One case for so many responses. */
export const responsesPerCase = 100;
/** Responses are kept for three years after their quarter, and `BACKUP_KEEP` daily backups. */
const yearsKept = 3.25;
const backups = 14;

const agencies = [
  { name: 'a department of 1,500', staff: 1500 },
  { name: 'a county of 18,000', staff: 18_000 },
  { name: 'a state of 100,000', staff: 100_000 },
];

/** What `node server/bench/scale.ts` keeps. */
export interface SizesOnDisk {
  date: string;
  machine: string;
  sizes: (Omit<Scale, 'pages'> & { slowestPage: PageTime })[];
}

const percent = (share: number) => (share < 0.0001 ? 'less than 0.01%' : `${(100 * share).toFixed(2)}%`);
const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`;

/** @param storedPerSecond how many responses one collector with a file stores in a second, with 64 connections. */
export function needsOf({ sizes }: SizesOnDisk, storedPerSecond: number): string {
  const { bytesPerResponse, bytesPerCase } = sizes.at(-1)!;
  const columns = agencies.map(({ name, staff }) => {
    const day = (staff * contactsADay) / contactsPerResponse;
    const hour = day * peakHour;
    const second = (peakMinute * hour) / 3600;
    const year = day * businessDays;
    const bytes = year * bytesPerResponse + (year / responsesPerCase) * bytesPerCase;
    const kept = yearsKept * bytes;
    return [
      name,
      grouped(day),
      grouped(Math.round(hour)),
      second.toFixed(1),
      percent(second / storedPerSecond),
      grouped(year),
      gigabytes(bytes),
      gigabytes(kept),
      gigabytes(kept * (1 + backups)),
    ];
  });
  const heads = [
    'staff',
    'responses a day',
    'in the busiest hour',
    'in a second of its busiest minute',
    'of what one collector with a file stores',
    'responses a year',
    'disk that a year takes',
    'the database after three years',
    'with 14 daily backups',
  ];
  return table(heads.map((head, row): Row => [head, ...columns.map((column) => column[row]!)]));
}

/** What was measured for it. */
export function sizesOf({ date, machine, sizes }: SizesOnDisk): string[] {
  const row = (what: string, of: (size: SizesOnDisk['sizes'][number]) => string | number): Row => [
    what,
    ...sizes.map((size) => String(of(size))),
  ];
  return [
    `\`node server/bench/scale.ts\`, ${date}, ${machine}:`,
    table([
      [
        'A county with',
        ...sizes.map(({ responses, cases }) => `${grouped(responses)} responses, ${grouped(cases)} cases`),
      ],
      row('a response with its tallies and indexes', ({ bytesPerResponse }) => `${bytesPerResponse} bytes`),
      row('a case with its events, letter and emails', ({ bytesPerCase }) => `${grouped(bytesPerCase)} bytes`),
      row('the database, and a backup of it', (size) => `${size.databaseMB} and ${size.backupMB} MB`),
      row('the write-ahead log under load, at most', ({ walMB }) => `${walMB} MB`),
      row('a backup takes', ({ backupSeconds }) => `${backupSeconds} s`),
      row('`heart verify` takes', ({ verifySeconds }) => `${verifySeconds} s`),
      row(
        'the slowest page of cases, campaigns, groups, coverage and published results: 95th percentile, and of reading the rows behind it',
        ({ slowestPage: { page, p95, rowsP95 } }) => `${p95} and ${rowsP95} ms (${page.split('/').at(-1)})`,
      ),
    ]),
  ];
}
