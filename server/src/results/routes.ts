import type { Quarter } from '@heart-survey/shared/quarters';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import type { Database } from '../database/database.ts';
import { describeRoute } from 'hono-openapi';
import { audit } from '../audit/audit.ts';
import { mayReadResponses, type Reader, type Sight } from '../access/access.ts';
import { sendFile } from '../http/file.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Department, Directory } from '../org/org.ts';
import { csvFile, describedOfQuarter, xlsxFile } from './api-description.ts';
import { exportDeed, type Taken } from './export-deed.ts';
import { quarterFigures, type PlansOf, publishedFigures, publishedSchema } from '../figures/figures.ts';
import { averagesFile, responsesFile } from './files.ts';
import { departmentInSight, departmentsPath as path } from './in-sight.ts';
import { byGet, listRoutes } from './list-routes.ts';

export interface ResultsRoutes {
  db: Database;
  directory: () => Promise<Directory>;
  clock: () => number;
  plansOf: PlansOf;
  /** Lets those pass who read by a token or a session, and says who they are. */
  guard: MiddlewareHandler;
}

const ofQuarter = `${path}/:department/quarters`;

const describeFigures = describeRoute({
  ...describedOfQuarter,
  operationId: 'readFigures',
  summary: 'A quarter’s figures',
  responses: {
    200: { description: 'The figures', content: jsonContent(publishedSchema) },
    ...describedOfQuarter.responses,
  },
});

const describeCsv = describeRoute({
  ...describedOfQuarter,
  operationId: 'readAveragesCsv',
  summary: 'A quarter’s averages as a table, a line for each region',
  responses: { 200: csvFile('The averages'), ...describedOfQuarter.responses },
});

const describeXlsx = describeRoute({
  ...describedOfQuarter,
  operationId: 'readAveragesXlsx',
  summary: 'A quarter’s averages as a workbook',
  responses: { 200: xlsxFile('The averages'), ...describedOfQuarter.responses },
});

const describeRows = describeRoute({
  ...describedOfQuarter,
  operationId: 'readResponsesCsv',
  summary: 'A quarter’s responses, a line each; not for readers outside the department',
  responses: { 200: csvFile('The responses'), ...describedOfQuarter.responses },
});

interface Asked {
  department: Department;
  quarter: Quarter;
}

interface Seen extends Asked {
  sight: Exclude<Sight, 'nothing'>;
}

const notFound = { status: 404, title: 'There is no such quarter, or it has not begun.' } as const;

/** All that is read by the API: what there is, a quarter's figures in three forms, and its responses as CSV. */
export function resultsRoutes({ guard, ...options }: ResultsRoutes): Hono {
  const app = new Hono();
  app.use(`${path}/*`, guard);
  app.route('/', listRoutes(options));
  app.route('/', quarterRoutes(options));
  return app;
}

function quarterRoutes({ db, directory, clock, plansOf }: Omit<ResultsRoutes, 'guard'>): Hono {
  const app = new Hono();

  const find = async (reader: Reader, slug: string, id: string): Promise<Seen | undefined> => {
    const found = departmentInSight((await directory()).departments, reader, slug);
    const quarter = found?.department.calendar.byId(id);
    return found && quarter && quarter.start <= clock() ? { ...found, quarter } : undefined;
  };

  /** The quarter that the path names, and as much of its figures as the reader may see; nothing where that is nothing. */
  const figuresFor = async (c: Context, id: string) => {
    const found = await find(c.var.reader, c.req.param('department') ?? '', id);
    if (!found) return undefined;
    const { department, quarter, sight } = found;
    const figures = await (sight === 'all' ? quarterFigures : publishedFigures)(db, plansOf, department, quarter);
    return figures && { ...found, figures };
  };

  /** Writes to the audit what the reader is about to get; who asks for the headers alone gets nothing. */
  const takenAway = async (c: Context, taken: Pick<Taken, 'what' | 'type'> & Asked): Promise<void> => {
    if (c.req.method === 'HEAD') return;
    await audit(db, exportDeed({ ...taken, by: 'API', reader: c.var.reader }), clock());
  };

  app.get(`${ofQuarter}/:quarter{\\d{4}-\\d{2}}`, describeFigures, async (c) => {
    const found = await figuresFor(c, c.req.param('quarter'));
    return found ? c.json(found.figures) : problem(c, notFound);
  });

  /** The averages in one form or the other, when it is the reader's turn. */
  const sendAverages = (c: Context, id: string, type: 'csv' | 'xlsx') =>
    sendFile(c, whoseFiles(c.var.reader), async () => {
      const found = await figuresFor(c, id);
      if (!found) return problem(c, notFound);
      await takenAway(c, { ...found, what: 'averages', type });
      return averagesFile(found.figures, { ...found, type, at: clock() });
    });

  // The document says `{quarter}.csv`: see `openApiRoutes`.
  app.get(`${ofQuarter}/:quarter.csv{\\d{4}-\\d{2}\\.csv}`, describeCsv, (c) =>
    sendAverages(c, c.req.param('quarter.csv').slice(0, -'.csv'.length), 'csv'),
  );

  app.get(`${ofQuarter}/:quarter.xlsx{\\d{4}-\\d{2}\\.xlsx}`, describeXlsx, (c) =>
    sendAverages(c, c.req.param('quarter.xlsx').slice(0, -'.xlsx'.length), 'xlsx'),
  );

  app.get(`${ofQuarter}/:quarter{\\d{4}-\\d{2}}/responses.csv`, describeRows, (c) =>
    sendFile(c, whoseFiles(c.var.reader), async () => {
      const found = await find(c.var.reader, c.req.param('department'), c.req.param('quarter'));
      if (!found || !mayReadResponses(c.var.reader, found.department)) return problem(c, notFound);
      const { department, quarter } = found;
      await takenAway(c, { what: 'responses', type: 'csv', department, quarter });
      return responsesFile(db, { department, quarter });
    }),
  );

  app.all(`${ofQuarter}/:quarter{\\d{4}-\\d{2}(\\.(csv|xlsx))?}`, otherMethods('GET, HEAD', byGet));
  app.all(`${ofQuarter}/:quarter{\\d{4}-\\d{2}}/responses.csv`, otherMethods('GET, HEAD', byGet));
  return app;
}

/** Whose files wait for each other: a person's, by whichever token, or those of a token of the command line. */
const whoseFiles = ({ person, token }: Reader) => person?.id ?? `token ${token?.id}`;
