import * as v from 'valibot';
import type { Agency } from '../org/org.ts';
import { publicPath, type PublishedDepartment, type PublishedQuarter } from '../publishing/publishing.ts';

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
  temporal: v.pipe(text, v.description('The first and the last day of the quarter.')),
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

/** Every published quarter of every department. */
export function dataCatalog({ departments, agency, baseUrl }: Catalogued): DataCatalog {
  return {
    '@context': `${schema}/catalog.jsonld`,
    '@id': `${baseUrl}/data.json`,
    '@type': 'dcat:Catalog',
    conformsTo: schema,
    describedBy: `${schema}/catalog.json`,
    dataset: departments.flatMap((one) =>
      one.quarters.map((quarter) => datasetOf({ ...one, quarter }, agency, baseUrl)),
    ),
  };
}

function datasetOf(
  {
    department,
    quarter: { quarter, publishedAt, figures },
  }: { quarter: PublishedQuarter } & Pick<PublishedDepartment, 'department'>,
  { agency, email }: Agency,
  baseUrl: string,
): DataCatalog['dataset'][number] {
  const address = `${baseUrl}${publicPath(department, quarter)}`;
  return {
    '@type': 'dcat:Dataset',
    identifier: address,
    title: `Survey results of ${department.name}, ${quarter.label}`,
    description:
      'What people said about the service they got: averages of their ratings from 1 to 5, with the number of people and ratings, ' +
      `for each region and in total. The goal is an average of ${figures.target}.`,
    keyword: ['customer experience', 'customer satisfaction', 'survey'],
    modified: new Date(publishedAt).toISOString(),
    temporal: daysOf(quarter.id),
    publisher: { '@type': 'org:Organization', name: agency ?? department.name },
    contactPoint: {
      '@type': 'vcard:Contact',
      fn: agency ?? department.name,
      ...(email === undefined ? {} : { hasEmail: `mailto:${email}` }),
    },
    accessLevel: 'public',
    landingPage: address,
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

/** `2026-07-01/2026-09-30`. @param id the quarter's first month. */
function daysOf(id: string): string {
  const end = new Date(`${id}-01T00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + 3);
  end.setUTCDate(0);
  return `${id}-01/${end.toISOString().slice(0, 10)}`;
}
