import * as v from 'valibot';
import type { Agency, Department } from '../org/org.ts';
import {
  groupsPath,
  publicPath,
  type PublishedDepartment,
  type PublishedQuarter,
  type PublishedYear,
} from '../publishing/publishing.ts';

// The catalog in which data portals look for what an agency publishes: DCAT-US 1.1 (https://resources.data.gov/resources/dcat-us/).

const text = v.string();
const url = v.pipe(v.string(), v.url());

const distribution = v.object({
  '@type': v.literal('dcat:Distribution'),
  title: text,
  downloadURL: url,
  mediaType: v.picklist(['text/csv', 'application/json']),
  describedBy: v.optional(url),
  describedByType: v.optional(text),
});

const dataset = v.object({
  '@type': v.literal('dcat:Dataset'),
  identifier: url,
  title: text,
  description: text,
  keyword: v.array(text),
  modified: v.pipe(text, v.isoTimestamp()),
  temporal: v.pipe(text, v.description('The first and the last day of the quarter, or of the fiscal year.')),
  publisher: v.object({ '@type': v.literal('org:Organization'), name: text }),
  contactPoint: v.object({
    '@type': v.literal('vcard:Contact'),
    fn: text,
    hasEmail: v.pipe(v.optional(text), v.description('Missing if the agency has not set its email address.')),
  }),
  accessLevel: v.literal('public'),
  landingPage: url,
  distribution: v.array(distribution),
});

/** The catalog. */
export const catalogSchema = v.object({
  '@context': url,
  '@id': url,
  '@type': v.literal('dcat:Catalog'),
  conformsTo: url,
  describedBy: url,
  dataset: v.array(dataset),
});

export type DataCatalog = v.InferOutput<typeof catalogSchema>;

interface Catalogued {
  departments: readonly PublishedDepartment[];
  agency: Agency;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
}

const schema = 'https://project-open-data.cio.gov/v1.1/schema';

/** Every published quarter of every department, and every fiscal year by customer group that is shown. */
export function dataCatalog({ departments, agency, baseUrl }: Catalogued): DataCatalog {
  return {
    '@context': `${schema}/catalog.jsonld`,
    '@id': `${baseUrl}/data.json`,
    '@type': 'dcat:Catalog',
    conformsTo: schema,
    describedBy: `${schema}/catalog.json`,
    dataset: departments.flatMap((one) => [
      ...one.quarters.map((quarter) => datasetOf(quarterTold(one, quarter), agency, baseUrl)),
      ...one.groupYears
        .filter(({ figures }) => figures.reason === null)
        .map((year) => datasetOf(yearTold(one, year), agency, baseUrl)),
    ]),
  };
}

/** What differs between datasets. */
interface Told {
  department: Department;
  /** The address of its files, without their ending. */
  path: string;
  page: string;
  title: string;
  /** What the averages are for. */
  by: string;
  target: string;
  /** Milliseconds since the epoch. */
  modified: number;
  /** The first months of its first and its last quarter. */
  quarters: [first: string, last: string];
}

function quarterTold({ department }: PublishedDepartment, { quarter, publishedAt, figures }: PublishedQuarter): Told {
  const path = publicPath(department, quarter);
  return {
    ...{ department, path, page: path, title: `Survey results of ${department.name}, ${quarter.label}` },
    ...{ by: 'for each region and in total', target: figures.target, modified: publishedAt },
    quarters: [quarter.id, quarter.id],
  };
}

function yearTold(
  { department }: PublishedDepartment,
  { figures, madeAt, quarters: [first, last] }: PublishedYear,
): Told {
  return {
    ...{ department, path: groupsPath(department, figures.year), page: publicPath(department) },
    title: `Survey results of ${department.name} by customer group, ${figures.label}`,
    ...{ by: 'for each customer group and in total', target: figures.target, modified: madeAt },
    quarters: [first.id, last.id],
  };
}

function datasetOf(
  { department, path, page, title, by, target, modified, quarters }: Told,
  { agency, email }: Agency,
  baseUrl: string,
): DataCatalog['dataset'][number] {
  const address = `${baseUrl}${path}`;
  return {
    '@type': 'dcat:Dataset',
    identifier: address,
    title,
    description:
      'What people said about the service they got: averages of their ratings from 1 to 5, with the number of people and ratings, ' +
      `${by}. The goal is an average of ${target}.`,
    keyword: ['customer experience', 'customer satisfaction', 'survey'],
    modified: new Date(modified).toISOString(),
    temporal: daysOf(...quarters),
    publisher: { '@type': 'org:Organization', name: agency ?? department.name },
    contactPoint: {
      '@type': 'vcard:Contact',
      fn: agency ?? department.name,
      ...(email === undefined ? {} : { hasEmail: `mailto:${email}` }),
    },
    accessLevel: 'public',
    landingPage: `${baseUrl}${page}`,
    distribution: [
      {
        '@type': 'dcat:Distribution',
        title: 'Averages as CSV',
        downloadURL: `${address}.csv`,
        mediaType: 'text/csv',
        describedBy: `${address}.csv-metadata.json`,
        describedByType: 'application/csvm+json',
      },
      {
        '@type': 'dcat:Distribution',
        title: 'All figures as JSON',
        downloadURL: `${address}.json`,
        mediaType: 'application/json',
      },
    ],
  };
}

/** `2026-07-01/2026-09-30`. @param first the first month of the first quarter. @param last that of the last one. */
function daysOf(first: string, last: string): string {
  const end = new Date(`${last}-01T00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + 3);
  end.setUTCDate(0);
  return `${first}-01/${end.toISOString().slice(0, 10)}`;
}
