import { Readable } from 'node:stream';
import type { Quarter } from '@heart-survey/shared/quarters';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Database } from '../database/database.ts';
import { describeRoute } from 'hono-openapi';
import { jsonContent, problems } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Department, Directory } from '../survey/survey.ts';
import { averagesCsv, responsesCsv } from './csv.ts';
import { quarterFigures, type PlansOf } from './figures.ts';
import { figuresSchema } from './figures-schema.ts';

export interface ResultsRoutes {
  db: Database;
  directory: () => Promise<Directory>;
  clock: () => number;
  plansOf: PlansOf;
  /** Lets those pass who may read figures. */
  guard: MiddlewareHandler;
}

const csvHeaders = (name: string) => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}.csv"`,
});

const csvContent = { 'text/csv': { schema: { type: 'string' } } } as const;
const refused = problems({
  401: 'No bearer token, or none that was made here',
  404: 'No such quarter, or it has not begun',
});
const secured = { tags: ['Figures'], security: [{ token: [] }] };

const describeFigures = describeRoute({
  ...secured,
  summary: 'A quarter’s figures; with .csv after the quarter, the averages as a table',
  responses: {
    200: { description: 'The figures', content: { ...jsonContent(figuresSchema), ...csvContent } },
    ...refused,
  },
});

const describeRows = describeRoute({
  ...secured,
  summary: 'A quarter’s responses, a line each',
  responses: { 200: { description: 'The responses', content: csvContent }, ...refused },
});

/** A quarter's figures as JSON and CSV, and its responses as CSV. */
export function resultsRoutes({ db, directory, clock, plansOf, guard }: ResultsRoutes): Hono {
  const app = new Hono();
  const path = '/api/v1/departments/:department/quarters';

  const find = async (slug: string, id: string): Promise<{ department: Department; quarter: Quarter } | undefined> => {
    const department = (await directory()).departments.find((department) => department.slug === slug);
    const quarter = department?.calendar.byId(id);
    return department && quarter && quarter.start <= clock() ? { department, quarter } : undefined;
  };
  const notFound = { status: 404, title: 'There is no such quarter, or it has not begun.' } as const;

  app.use(`${path}/*`, guard);

  app.get(`${path}/:quarter{\\d{4}-\\d{2}(\\.csv)?}`, describeFigures, async (c) => {
    const [id = '', asCsv] = c.req.param('quarter').split('.');
    const found = await find(c.req.param('department'), id);
    if (!found) return problem(c, notFound);
    const figures = await quarterFigures(db, plansOf, found.department, found.quarter);
    if (asCsv === undefined) return c.json(figures);
    return c.body(averagesCsv(figures), 200, csvHeaders(`${figures.department}-${figures.quarter.id}-averages`));
  });

  app.get(`${path}/:quarter{\\d{4}-\\d{2}}/responses.csv`, describeRows, async (c) => {
    const found = await find(c.req.param('department'), c.req.param('quarter'));
    if (!found) return problem(c, notFound);
    const { department, quarter } = found;
    const rows = Readable.toWeb(responsesCsv(db, department, quarter.id)) as ReadableStream<Uint8Array>;
    return c.body(rows, 200, csvHeaders(`${department.slug}-${quarter.id}-responses`));
  });

  return app;
}
