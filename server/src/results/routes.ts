import type { Quarter } from '@heart-survey/shared/quarters';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import type { Database } from '../database/database.ts';
import { describeRoute } from 'hono-openapi';
import { audit } from '../audit/audit.ts';
import { mayReadResponses, type Reader, type Visibility } from '../access/access.ts';
import { sendFile } from '../http/file.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Department, Organization } from '../org/org.ts';
import { csvFile, describedOfQuarter, xlsxFile } from './api-description.ts';
import { exportEntry, type Download } from './export-entry.ts';
import { quarterFigures, type PlansOf, publishedFigures, publishedSchema } from '../figures/figures.ts';
import { averagesFile, responsesFile } from './files.ts';
import { departmentInSight, departmentsPath as path } from './in-sight.ts';
import { byGet, listRoutes } from './list-routes.ts';
import { monthsRoutes } from './months-routes.ts';

export interface ResultsRoutes {
  db: Database;
  organization: () => Promise<Organization>;
  clock: () => number;
  plansOf: PlansOf;
  /** What later features add below a department, under the same guard. */
  beside?: Hono[];
  /** Admits readers with a token or a session, and records who they are. */
  guard: MiddlewareHandler;
}

const ofQuarter = `${path}/:department/quarters`;

const describeFigures = describeRoute({
  ...describedOfQuarter,
  operationId: 'readFigures',
  summary: 'Read a quarter’s figures',
  responses: {
    200: { description: 'The figures', content: jsonContent(publishedSchema) },
    ...describedOfQuarter.responses,
  },
});

const describeCsv = describeRoute({
  ...describedOfQuarter,
  operationId: 'readAveragesCsv',
  summary: 'Read a quarter’s averages as CSV, one line per region',
  responses: { 200: csvFile('The averages'), ...describedOfQuarter.responses },
});

const describeXlsx = describeRoute({
  ...describedOfQuarter,
  operationId: 'readAveragesXlsx',
  summary: 'Read a quarter’s averages as an Excel workbook',
  responses: { 200: xlsxFile('The averages'), ...describedOfQuarter.responses },
});

const describeRows = describeRoute({
  ...describedOfQuarter,
  operationId: 'readResponsesCsv',
  summary: 'Read a quarter’s responses as CSV, one per line; not for readers outside the department',
  responses: { 200: csvFile('The responses'), ...describedOfQuarter.responses },
});

interface Asked {
  department: Department;
  quarter: Quarter;
}

interface Seen extends Asked {
  visibility: Exclude<Visibility, 'nothing'>;
}

const notFound = { status: 404, title: 'Unknown quarter, or it has not started.' } as const;

/** Everything that the API reads: the lists, the months, a quarter's figures in three formats, and its responses as CSV. */
export function resultsRoutes({ guard, beside = [], ...options }: ResultsRoutes): Hono {
  const app = new Hono();
  app.use(`${path}/*`, guard);
  app.route('/', listRoutes(options));
  app.route('/', monthsRoutes(options));
  app.route('/', quarterRoutes(options));
  for (const routes of beside) app.route('/', routes);
  return app;
}

type QuarterRoutes = Omit<ResultsRoutes, 'guard' | 'beside'>;

function quarterRoutes(options: QuarterRoutes): Hono {
  const app = new Hono();
  const send = { averages: averagesSender(options), responses: responsesSender(options) };
  const figures = figuresReader(options);

  app.get(`${ofQuarter}/:quarter{\\d{4}-\\d{2}}`, describeFigures, async (c) => {
    const found = await figures(c, c.req.param('quarter'));
    return found ? c.json(found.figures) : problem(c, notFound);
  });

  // In the API document the path ends in `{quarter}.csv`: see `openApiRoutes`.
  app.get(`${ofQuarter}/:quarter.csv{\\d{4}-\\d{2}\\.csv}`, describeCsv, (c) =>
    send.averages(c, c.req.param('quarter.csv').slice(0, -'.csv'.length), 'csv'),
  );

  app.get(`${ofQuarter}/:quarter.xlsx{\\d{4}-\\d{2}\\.xlsx}`, describeXlsx, (c) =>
    send.averages(c, c.req.param('quarter.xlsx').slice(0, -'.xlsx'.length), 'xlsx'),
  );

  app.get(`${ofQuarter}/:quarter{\\d{4}-\\d{2}}/responses.csv`, describeRows, (c) =>
    send.responses(c, c.req.param('quarter')),
  );

  app.all(`${ofQuarter}/:quarter{\\d{4}-\\d{2}(\\.(csv|xlsx))?}`, otherMethods('GET, HEAD', byGet));
  app.all(`${ofQuarter}/:quarter{\\d{4}-\\d{2}}/responses.csv`, otherMethods('GET, HEAD', byGet));
  return app;
}

/** Sends the averages in one of the formats when it is the reader's turn. */
function averagesSender(options: QuarterRoutes) {
  const figures = figuresReader(options);
  return (c: Context, id: string, type: 'csv' | 'xlsx') =>
    sendFile(c, queueOf(c.var.reader), async () => {
      const found = await figures(c, id);
      if (!found) return problem(c, notFound);
      await recordDownload(options, c, { ...found, what: 'averages', type });
      return averagesFile(found.figures, { ...found, type, at: options.clock() });
    });
}

/** Sends the responses to readers inside the department, when it is their turn. */
function responsesSender(options: QuarterRoutes) {
  return (c: Context, id: string) =>
    sendFile(c, queueOf(c.var.reader), async () => {
      const found = await findQuarter(options, c, id);
      if (!found || !mayReadResponses(c.var.reader, found.department)) return problem(c, notFound);
      const { department, quarter } = found;
      await recordDownload(options, c, { what: 'responses', type: 'csv', department, quarter });
      return responsesFile(options.db, { department, quarter, at: options.clock() });
    });
}

/** Reads the figures that the reader may see of the quarter in the path; undefined if there are none. */
function figuresReader(options: QuarterRoutes) {
  const { db, plansOf } = options;
  return async (c: Context, id: string) => {
    const found = await findQuarter(options, c, id);
    if (!found) return undefined;
    const { department, quarter, visibility } = found;
    const figures = await (visibility === 'all' ? quarterFigures : publishedFigures)(db, plansOf, department, quarter);
    return figures && { ...found, figures };
  };
}

async function findQuarter({ organization, clock }: QuarterRoutes, c: Context, id: string): Promise<Seen | undefined> {
  const { departments } = await organization();
  const found = departmentInSight(departments, c.var.reader, c.req.param('department') ?? '');
  const quarter = found?.department.calendar.byId(id);
  return found && quarter && quarter.start <= clock() ? { ...found, quarter } : undefined;
}

/** Records a download in the audit log. A request for the headers alone downloads nothing. */
async function recordDownload(
  { db, clock }: QuarterRoutes,
  c: Context,
  download: Pick<Download, 'what' | 'type'> & Asked,
): Promise<void> {
  if (c.req.method === 'HEAD') return;
  await audit(db, exportEntry({ ...download, by: 'API', reader: c.var.reader }), clock());
}

/** Files wait in one queue per person, whatever token they use, and per token of the command line. */
const queueOf = ({ person, token }: Reader) => person?.id ?? `token ${token?.id}`;
