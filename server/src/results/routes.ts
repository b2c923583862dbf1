import { Readable } from 'node:stream';
import type { Quarter } from '@heart-survey/shared/quarters';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import type { Database } from '../database/database.ts';
import { describeRoute } from 'hono-openapi';
import { audit, mayReadResponses, sightOf } from '../access/access.ts';
import { fileHeaders } from '../http/csv.ts';
import { jsonContent, problems } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Department, Directory } from '../survey/survey.ts';
import { averagesCsv, responsesCsv } from './csv.ts';
import { exportDeed, type Taken } from './export-deed.ts';
import { quarterFigures, type PlansOf } from './figures.ts';
import { publishedFigures } from './outside.ts';
import { averagesXlsx } from './xlsx.ts';
import { publishedSchema } from './figures-schema.ts';

export interface ResultsRoutes {
  db: Database;
  directory: () => Promise<Directory>;
  clock: () => number;
  plansOf: PlansOf;
  /** Lets those pass who read by a token or a session, and says who they are. */
  guard: MiddlewareHandler;
}

const csvContent = { 'text/csv': { schema: { type: 'string' } } } as const;
const xlsxContent = {
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: { type: 'string', format: 'binary' } },
} as const;
const refused = problems({
  401: 'No bearer token, or none that is good any more, and nobody is signed in',
  404: 'No such quarter, it has not begun, or it is not for this reader',
});
const secured = { tags: ['Figures'], security: [{ token: [] }] };

const describeFigures = describeRoute({
  ...secured,
  summary: 'A quarter’s figures; with .csv or .xlsx after the quarter, the averages as a table',
  responses: {
    200: { description: 'The figures', content: { ...jsonContent(publishedSchema), ...csvContent, ...xlsxContent } },
    ...refused,
  },
});

const describeRows = describeRoute({
  ...secured,
  summary: 'A quarter’s responses, a line each',
  responses: { 200: { description: 'The responses', content: csvContent }, ...refused },
});

interface Asked {
  department: Department;
  quarter: Quarter;
}

/** A quarter's figures as JSON and CSV, and its responses as CSV. */
export function resultsRoutes({ db, directory, clock, plansOf, guard }: ResultsRoutes): Hono {
  const app = new Hono();
  const path = '/api/v1/departments/:department/quarters';

  const find = async (slug: string, id: string): Promise<Asked | undefined> => {
    const department = (await directory()).departments.find((department) => department.slug === slug);
    const quarter = department?.calendar.byId(id);
    return department && quarter && quarter.start <= clock() ? { department, quarter } : undefined;
  };
  const notFound = { status: 404, title: 'There is no such quarter, or it has not begun.' } as const;

  /** Writes to the audit what the reader is about to get; who asks for the headers alone gets nothing. */
  const takenAway = async (c: Context, taken: Pick<Taken, 'what' | 'type'> & Asked): Promise<void> => {
    if (c.req.method === 'HEAD') return;
    await audit(db, exportDeed({ ...taken, by: 'API', reader: c.var.reader }), clock());
  };

  app.use(`${path}/*`, guard);

  app.get(`${path}/:quarter{\\d{4}-\\d{2}(\\.(csv|xlsx))?}`, describeFigures, async (c) => {
    const [id, ending] = c.req.param('quarter').split('.') as [string, ('csv' | 'xlsx')?];
    const found = await find(c.req.param('department'), id);
    if (!found) return problem(c, notFound);
    const { department, quarter } = found;
    const sight = sightOf(c.var.reader, department);
    if (sight === 'nothing') return problem(c, notFound);
    const figures = await (sight === 'all' ? quarterFigures : publishedFigures)(db, plansOf, department, quarter);
    if (figures === undefined) return problem(c, notFound);
    const name = `${figures.department}-${figures.quarter.id}-averages`;
    if (ending === undefined) return c.json(figures);
    await takenAway(c, { what: 'averages', type: ending, department, quarter });
    if (ending === 'csv') return c.body(averagesCsv(figures), 200, fileHeaders(name, 'csv'));
    return c.body(await averagesXlsx(figures, department.name, clock()), 200, fileHeaders(name, 'xlsx'));
  });

  app.get(`${path}/:quarter{\\d{4}-\\d{2}}/responses.csv`, describeRows, async (c) => {
    const found = await find(c.req.param('department'), c.req.param('quarter'));
    if (!found) return problem(c, notFound);
    const { department, quarter } = found;
    if (!mayReadResponses(c.var.reader, department)) return problem(c, notFound);
    await takenAway(c, { what: 'responses', type: 'csv', department, quarter });
    const rows = Readable.toWeb(responsesCsv(db, department, quarter.id)) as ReadableStream<Uint8Array>;
    return c.body(rows, 200, fileHeaders(`${department.slug}-${quarter.id}-responses`, 'csv'));
  });

  return app;
}
