import { readers, problems } from '../http/openapi.ts';

// What the document says of every address below a department, once.

const department = {
  in: 'path',
  name: 'department',
  required: true,
  description: 'As the list of departments names it.',
  schema: { type: 'string', minLength: 1 },
  example: 'cws',
} as const;

const quarter = {
  in: 'path',
  name: 'quarter',
  required: true,
  description: 'By its first month.',
  schema: { type: 'string', pattern: String.raw`^[1-9]\d{3}-(0[1-9]|1[0-2])$` },
  example: '2026-07',
} as const;

/** Who may read, and how the answer is kept. */
const secured = { tags: ['Figures'], security: readers };

const refused = problems({
  401: 'No token, or none that is good any more, and nobody is signed in',
  403: 'By a session: a page of another site asked, or a browser ahead of a click',
  500: 'Something went wrong on our side',
  503: 'The database cannot be read just now; see Retry-After',
});

/** Of an address that is there for everybody who may read at all. */
export const described = { ...secured, responses: refused };

/** Of an address below a department. */
export const describedOfDepartment = {
  ...secured,
  parameters: [department],
  responses: { ...refused, ...problems({ 404: 'No such department, or it is not for this reader' }) },
};

/** Of an address below a department's quarter. */
export const describedOfQuarter = {
  ...secured,
  parameters: [department, quarter],
  responses: {
    ...refused,
    ...problems({ 404: 'No such quarter, it has not begun, or it is not for this reader' }),
  },
};

const saved = {
  'Content-Disposition': {
    required: true,
    description: 'A name to save the file under.',
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
