import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { audit } from '../audit/audit.ts';
import { mayReadResponses, type Reader } from '../access/access.ts';
import { otherMethods } from '../http/methods.ts';
import { problems } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Organization } from '../org/org.ts';
import { byGet, departmentInSight, departmentsPath, describedOfQuarter, exportEntry } from '../results/results.ts';
import { reportLanguages, textsFor } from './languages.ts';
import { quarterDocument } from './quarter-document.ts';
import { readQuarterReport, type ReportReaders } from './quarter-report.ts';
import { reportName } from './routes.ts';
import { refusedProblem, sendReport } from './send.ts';
import type { Typesetter } from './typesetter.ts';

export interface ReportApi extends ReportReaders {
  organization: () => Promise<Organization>;
  clock: () => number;
  typesetter: Typesetter;
}

const path = `${departmentsPath}/:department/quarters`;
const languages: readonly string[] = reportLanguages;

const describeReport = describeRoute({
  ...describedOfQuarter,
  operationId: 'readReportPdf',
  summary: 'Read the report of a closed quarter as PDF; outside the department, small groups are withheld',
  parameters: [
    ...describedOfQuarter.parameters,
    {
      in: 'query',
      name: 'lang',
      description: 'The language of the report.',
      schema: { type: 'string', enum: [...languages], default: 'en' },
      example: 'es',
    },
    {
      in: 'query',
      name: 'edition',
      description: 'The edition that may leave the department. Readers outside it always get this one.',
      schema: { type: 'string', enum: ['outside'] },
      example: 'outside',
    },
  ],
  responses: {
    200: {
      description: 'The report, as PDF/UA-1',
      headers: {
        'Content-Disposition': {
          required: true,
          description: 'The file name to save it under.',
          schema: { type: 'string', pattern: '^attachment; filename=' },
        },
      },
      content: { 'application/pdf': {} },
    },
    ...describedOfQuarter.responses,
    ...problems({
      400: 'Invalid language or edition',
      404: 'No such quarter, it is not closed, or you do not have access to it',
      503: 'The database is unavailable, or no PDF can be made; see Retry-After',
    }),
  },
});

/** The report of a quarter for programs. The caller's guard admits readers. */
export function reportApi(options: ReportApi): Hono {
  const { typesetter } = options;
  const app = new Hono();
  // In the API document the path ends in `{quarter}.pdf`: see `openApiRoutes`.
  app.get(`${path}/:quarter.pdf{\\d{4}-\\d{2}\\.pdf}`, describeReport, (c) =>
    sendReport({ c, who: queueOf(c.var.reader), typesetter, refuse: refusedProblem }, () =>
      makeReport(options, c, c.req.param('quarter.pdf').slice(0, -'.pdf'.length)),
    ),
  );
  app.all(`${path}/:quarter{\\d{4}-\\d{2}\\.pdf}`, otherMethods('GET, HEAD', byGet));
  return app;
}

async function makeReport(options: ReportApi, c: Context, id: string) {
  const { organization, clock, db } = options;
  const { reader } = c.var;
  const found = departmentInSight((await organization()).departments, reader, c.req.param('department') ?? '');
  const quarter = found?.department.calendar.byId(id);
  if (!found || !quarter) return problem(c, notFound);
  const { lang, edition: asked } = c.req.query();
  if (lang !== undefined && !languages.includes(lang))
    return problem(c, { status: 400, title: 'Use en or es as lang.' });
  if (asked !== undefined && asked !== 'outside') {
    return problem(c, { status: 400, title: 'Use outside as edition, or leave it out.' });
  }
  const { department, visibility } = found;
  const edition = visibility === 'all' && asked === undefined ? 'inside' : 'outside';
  const report = await readQuarterReport(options, { department, quarter, edition });
  if (report === undefined) return problem(c, notFound);
  // Some tokens may not read what people wrote.
  const mayRead = mayReadResponses(reader, department);
  const plans = mayRead ? report.plans : report.plans.map((plan) => ({ ...plan, cause: null }));
  const texts = textsFor(lang);
  const download = { what: 'report', type: 'pdf', department, quarter, by: 'API', reader } as const;
  const more = { edition, language: texts.language };
  return {
    name: reportName(report),
    document: () => quarterDocument({ ...report, plans }, texts),
    record: async () => {
      if (c.req.method !== 'HEAD') await audit(db, exportEntry({ ...download, more }), clock());
    },
  };
}

const notFound = { status: 404, title: 'Unknown quarter, or it is not closed.' } as const;

/** Files wait in one queue per person, whatever token they use, and per token of the command line. */
const queueOf = ({ person, token }: Reader) => person?.id ?? `token ${token?.id}`;
