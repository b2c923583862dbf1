import { describeRoute } from 'hono-openapi';
import { jsonContent, problems } from '../http/openapi.ts';
import { csvFile } from '../results/results.ts';
import { catalogSchema } from './data-json.ts';
import { elementSchema } from './element-json.ts';
import { groupYearJsonSchema } from './group-files.ts';
import { quarterSchema } from './quarter-json.ts';

// The part of the API document about what is published. Anyone may read it.

const department = {
  in: 'path',
  name: 'department',
  required: true,
  description: 'The department, as in the addresses of its pages.',
  schema: { type: 'string', minLength: 1 },
  example: 'cws',
} as const;

const quarter = {
  in: 'path',
  name: 'quarter',
  required: true,
  description: 'The first month of the quarter.',
  schema: { type: 'string', pattern: String.raw`^[1-9]\d{3}-(0[1-9]|1[0-2])$` },
  example: '2026-04',
} as const;

const open = { tags: ['Published results'], security: [] };

const refused = {
  304: { description: 'You have the newest version already: its ETag is in your `If-None-Match`' },
  ...problems({
    429: 'Too many different requests from your network; see Retry-After',
    500: 'Something went wrong on our end',
    503: 'The database is unavailable; see Retry-After',
  }),
};

const ofQuarter = {
  ...refused,
  ...problems({
    404: 'No such department, or the quarter is not published',
    410: 'The quarter was published, and then withdrawn; `errors` has the reason',
  }),
};

export const describeQuarterJson = describeRoute({
  ...open,
  operationId: 'readPublishedQuarter',
  summary: 'Read the figures of a published quarter',
  parameters: [department, quarter],
  responses: { 200: { description: 'The figures', content: jsonContent(quarterSchema) }, ...ofQuarter },
});

export const describeQuarterCsv = describeRoute({
  ...open,
  operationId: 'readPublishedCsv',
  summary: 'Read the averages of a published quarter as CSV, one line per region',
  parameters: [department, quarter],
  responses: { 200: csvFile('The averages'), ...ofQuarter },
});

export const describeCsvMetadata = describeRoute({
  ...open,
  operationId: 'readPublishedCsvMetadata',
  summary: 'Read what the columns of that CSV mean (CSV on the Web)',
  parameters: [department, quarter],
  responses: {
    200: { description: 'The columns', content: { 'application/csvm+json': { schema: { type: 'object' } } } },
    ...ofQuarter,
  },
});

const year = {
  ...quarter,
  name: 'year',
  description: 'The first month of the fiscal year.',
  example: '2025-07',
} as const;
const ofYear = {
  ...refused,
  ...problems({ 404: 'No such department, or the year is not published by customer group' }),
};

export const describeGroupsJson = describeRoute({
  ...open,
  operationId: 'readPublishedGroups',
  summary: 'Read a fiscal year by customer group, once all of its quarters are published',
  parameters: [department, year],
  responses: { 200: { description: 'The figures', content: jsonContent(groupYearJsonSchema) }, ...ofYear },
});

export const describeGroupsCsv = describeRoute({
  ...open,
  operationId: 'readPublishedGroupsCsv',
  summary: 'Read a fiscal year by customer group as CSV, one line per group',
  parameters: [department, year],
  responses: { 200: csvFile('The averages'), ...ofYear },
});

export const describeGroupsCsvMetadata = describeRoute({
  ...open,
  operationId: 'readPublishedGroupsCsvMetadata',
  summary: 'Read what the columns of that CSV mean (CSV on the Web)',
  parameters: [department, year],
  responses: {
    200: { description: 'The columns', content: { 'application/csvm+json': { schema: { type: 'object' } } } },
    ...ofYear,
  },
});

export const describeCatalog = describeRoute({
  ...open,
  operationId: 'readCatalog',
  summary: 'List every published quarter, and every year by customer group, for data portals (DCAT-US 1.1)',
  responses: { 200: { description: 'The catalog', content: jsonContent(catalogSchema) }, ...refused },
});

export const describeElementJson = describeRoute({
  ...open,
  operationId: 'readElement',
  summary: 'Read what the element heart-results shows',
  parameters: [
    department,
    { in: 'query', name: 'lang', description: 'A language tag, such as es.', schema: { type: 'string' } },
    {
      in: 'query',
      name: 'quarter',
      description: 'The first month of the last quarter to show. By default, the latest published one.',
      schema: { type: 'string' },
    },
  ],
  responses: { 200: { description: 'The texts and figures', content: jsonContent(elementSchema) }, ...ofQuarter },
});
