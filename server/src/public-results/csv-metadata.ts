import { items } from '@heart-survey/shared/items';
import { en } from '@heart-survey/shared/languages/en';
import type { PublishedDepartment, PublishedQuarter, PublishedYear } from '../publishing/publishing.ts';

// What a program has to know about a published CSV: CSV on the Web (https://www.w3.org/TR/tabular-metadata/).

type Datatype = 'string' | 'nonNegativeInteger' | { base: 'decimal'; format: string };

interface Column {
  name: string;
  datatype: Datatype | { base: 'string'; format: string };
  required: boolean;
  'dc:description': string;
}

const withheld = 'Empty if it is withheld: it is based on 1 to 10 people, or would reveal such a figure.';
const cut = 'Cut to two decimal places, never rounded.';

const column = (name: string, datatype: Column['datatype'], description: string, required = false): Column => ({
  name,
  datatype,
  required,
  'dc:description': description,
});
const count = (name: string, description: string) => column(name, 'nonNegativeInteger', `${description} ${withheld}`);
const twoDecimals = { base: 'decimal', format: '0.00' } as const;
const limit = (name: string, end: string) =>
  column(
    name,
    twoDecimals,
    `${end} of the 95% confidence interval of the average. Empty if it cannot be estimated, or if it is withheld.`,
  );
const mean = (name: string, description: string) =>
  column(name, twoDecimals, `${description} ${cut} Empty if no one rated it, or if it is withheld.`);

const departmentColumn = column('department', 'string', 'The department, as in its address.', true);

/** Of every row, as the next two. */
const counts: Column[] = [
  count('responses', 'How many people responded.'),
  count('sum', 'The sum of all ratings, of 1 to 5 each.'),
  count('n', 'How many ratings there are.'),
  mean('average', 'The average of all ratings: sum divided by n.'),
];

const statusColumn = column(
  'status',
  { base: 'string', format: 'met|below|none|suppressed' },
  '"met" or "below" the department’s goal, "none" without ratings, or "suppressed" if the figures are withheld.',
  true,
);

const itemColumns: Column[] = items.flatMap((item) => {
  const { word } = en.items[item];
  return [
    count(`${item}_sum`, `The sum of the ratings of "${word}".`),
    count(`${item}_n`, `How many people rated "${word}".`),
    mean(`${item}_mean`, `The average rating of "${word}".`),
  ];
});

/** In the order of the file. */
const quarterColumns: Column[] = [
  departmentColumn,
  column(
    'quarter',
    { base: 'string', format: String.raw`\d{4}-\d{2}` },
    'The first month of the quarter, such as 2026-07.',
    true,
  ),
  column('region', 'string', 'The region or program; "total" is the whole department.', true),
  ...[...counts, statusColumn, ...itemColumns],
];

/** In the order of the file. */
const groupColumns: Column[] = [
  departmentColumn,
  column(
    'year',
    { base: 'string', format: String.raw`\d{4}-\d{2}` },
    'The first month of the fiscal year, such as 2025-07.',
    true,
  ),
  column(
    'row',
    { base: 'string', format: 'group|none given|total' },
    '"group" for a customer group, "none given" for responses without a group, "total" for the whole department.',
    true,
  ),
  column('group', 'string', 'The code of the customer group; empty in the other rows.'),
  ...counts,
  limit('interval_low', 'The low end'),
  limit('interval_high', 'The high end'),
  column('target', twoDecimals, 'The goal, the same in every row.', true),
  statusColumn,
  ...itemColumns,
];

/** Describes the CSV of a published quarter. */
export function csvMetadata(
  { department }: PublishedDepartment,
  { quarter, publishedAt, figures }: PublishedQuarter,
): object {
  const { version } = figures.quarter;
  return described(quarterColumns, 'region', {
    url: `${quarter.id}.csv`,
    title: `Survey results of ${department.name}, ${quarter.label}`,
    description: `${scaleInWords} One row per region, and a total. The goal is an average of ${figures.target}. Version ${version}.`,
    issued: publishedAt,
  });
}

/** Describes the CSV of a fiscal year by customer group. */
export function groupsCsvMetadata({ department }: PublishedDepartment, { figures, madeAt }: PublishedYear): object {
  return described(groupColumns, ['row', 'group'], {
    url: `${figures.year}.csv`,
    title: `Survey results of ${department.name} by customer group, ${figures.label}`,
    description: `${scaleInWords} One row per customer group, one for responses without a group, and a total. The goal is an average of ${figures.target}.`,
    issued: madeAt,
  });
}

const scaleInWords = 'How people rated us, from 1 (strongly disagree) to 5 (strongly agree).';

interface Described {
  url: string;
  title: string;
  description: string;
  /** Milliseconds since the epoch. */
  issued: number;
}

function described(columns: Column[], primaryKey: string | string[], file: Described): object {
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    url: file.url,
    'dc:title': file.title,
    'dc:description': file.description,
    'dc:issued': { '@value': new Date(file.issued).toISOString(), '@type': 'xsd:dateTime' },
    dialect: { encoding: 'utf-8', header: true, delimiter: ',', lineTerminators: ['\r\n'] },
    tableSchema: { columns: columns.map((one) => ({ ...one, titles: one.name })), primaryKey },
  };
}
