import { readers, problems } from '../http/openapi.ts';

// The parts of the API document that all paths below a department share.

const department = {
  in: 'path',
  name: 'department',
  required: true,
  description: 'The department, as in the list of departments.',
  schema: { type: 'string', minLength: 1 },
  example: 'cws',
} as const;

const quarter = {
  in: 'path',
  name: 'quarter',
  required: true,
  description: 'The first month of the quarter.',
  schema: { type: 'string', pattern: String.raw`^[1-9]\d{3}-(0[1-9]|1[0-2])$` },
  example: '2026-07',
} as const;

/** Who may read, and how responses are grouped in the document. */
const secured = { tags: ['Figures'], security: readers };

const refused = problems({
  401: 'No valid token, and no one is signed in',
  403: 'The request used a session, and came from another site’s page or a browser’s prefetch',
  500: 'Something went wrong on our end',
  503: 'The database is unavailable; see Retry-After',
});

/** For paths that every reader may open. */
export const described = { ...secured, responses: refused };

/** For paths below a department. */
export const describedOfDepartment = {
  ...secured,
  parameters: [department],
  responses: { ...refused, ...problems({ 404: 'No such department, or you do not have access to it' }) },
};

/** For paths below a department's quarter. */
export const describedOfQuarter = {
  ...secured,
  parameters: [department, quarter],
  responses: {
    ...refused,
    ...problems({ 404: 'No such quarter, it has not started, or you do not have access to it' }),
  },
};

const saved = {
  'Content-Disposition': {
    required: true,
    description: 'The file name to save it under.',
    schema: { type: 'string', pattern: '^attachment; filename=' },
  },
} as const;

/** A CSV file, in UTF-8 with a byte order mark. */
export const csvFile = (description: string) => ({
  description,
  headers: saved,
  content: { 'text/csv': { schema: { type: 'string' } } } as const,
});

/** An Excel workbook. */
export const xlsxFile = (description: string) => ({
  description,
  headers: saved,
  content: { 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {} },
});
