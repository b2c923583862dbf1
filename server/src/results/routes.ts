import { Readable } from 'node:stream';
import type { Quarter } from '@heart-survey/shared/quarters';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Database } from '../database/database.ts';
import { problem } from '../http/problem.ts';
import type { Department, Directory } from '../survey/survey.ts';
import { averagesCsv, responsesCsv } from './csv.ts';
import { quarterFigures, type PlansOf } from './figures.ts';

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

  app.get(`${path}/:quarter{\\d{4}-\\d{2}}`, async (c) => {
    const found = await find(c.req.param('department'), c.req.param('quarter'));
    if (!found) return problem(c, notFound);
    return c.json(await quarterFigures(db, plansOf, found.department, found.quarter));
  });

  app.get(`${path}/:file{\\d{4}-\\d{2}\\.csv}`, async (c) => {
    const found = await find(c.req.param('department'), c.req.param('file').slice(0, -'.csv'.length));
    if (!found) return problem(c, notFound);
    const figures = await quarterFigures(db, plansOf, found.department, found.quarter);
    return c.body(averagesCsv(figures), 200, csvHeaders(`${figures.department}-${figures.quarter.id}-averages`));
  });

  app.get(`${path}/:quarter{\\d{4}-\\d{2}}/responses.csv`, async (c) => {
    const found = await find(c.req.param('department'), c.req.param('quarter'));
    if (!found) return problem(c, notFound);
    const { department, quarter } = found;
    const rows = Readable.toWeb(responsesCsv(db, department, quarter.id)) as ReadableStream<Uint8Array>;
    return c.body(rows, 200, csvHeaders(`${department.slug}-${quarter.id}-responses`));
  });

  return app;
}
