import { Hono, type Context } from 'hono';
import { isUnavailable } from '../database/database.ts';
import { otherMethods } from '../http/methods.ts';
import { problem, unavailable } from '../http/problem.ts';
import { agencyIn } from '../org/org.ts';
import {
  groupsPath,
  publicPath,
  resultsPath,
  type PublishedDepartment,
  type PublishedQuarter,
  type WithdrawnQuarter,
} from '../publishing/publishing.ts';
import { averagesCsv } from '../results/results.ts';
import { fileHeaders } from '../spreadsheets/csv.ts';
import type { Languages } from '../survey/survey.ts';
import { answerOnce, type AnswerOptions } from './answer.ts';
import {
  describeCatalog,
  describeCsvMetadata,
  describeElementJson,
  describeGroupsCsv,
  describeGroupsCsvMetadata,
  describeGroupsJson,
  describeQuarterCsv,
  describeQuarterJson,
} from './api-description.ts';
import { csvMetadata, groupsCsvMetadata } from './csv-metadata.ts';
import { dataCatalog } from './data-json.ts';
import { elementJson } from './element-json.ts';
import { findDepartment, findQuarter, type Found } from './find.ts';
import { groupYearCsv, groupYearJson } from './group-files.ts';
import { byGet } from './page-routes.ts';
import { quarterJson } from './quarter-json.ts';

export interface FileRoutes extends AnswerOptions {
  /** Logs what went wrong. */
  report: (error: Error, c: Context) => void;
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
}

/** The files of a published quarter. */
export function fileRoutes(options: FileRoutes): Hono {
  const app = forPrograms(options);
  const path = `${resultsPath}/:department`;
  const find = async (c: Context, ending: string) => {
    const all = await options.published();
    const file = c.req.param(`quarter${ending}`)!;
    return { all, found: findQuarter(all, c.req.param('department')!, file.slice(0, -ending.length)) };
  };

  groupFileRoutes(app, options);

  app.get(`${path}/:quarter.csv-metadata.json{.+\\.csv-metadata\\.json}`, describeCsvMetadata, async (c) => {
    const { all, found } = await find(c, '.csv-metadata.json');
    if (!('quarter' in found)) return refuse(c, found);
    const key = `${addressOf(found)}.csv-metadata.json`;
    const make = () => JSON.stringify(csvMetadata(found.of, found.quarter));
    return answerOnce(options, c, all, { ...open(c), key, make, type: 'application/csvm+json' });
  });

  app.get(`${path}/:quarter.json{.+\\.json}`, describeQuarterJson, async (c) => {
    const { all, found } = await find(c, '.json');
    if (!('quarter' in found)) return refuse(c, found);
    const make = () => JSON.stringify(quarterJson(found.quarter));
    return answerOnce(options, c, all, { ...open(c), key: `${addressOf(found)}.json`, make, type: 'application/json' });
  });

  app.get(`${path}/:quarter.csv{.+\\.csv}`, describeQuarterCsv, async (c) => {
    const { all, found } = await find(c, '.csv');
    if (!('quarter' in found)) return refuse(c, found);
    const { of, quarter } = found;
    const { 'Content-Type': type, 'Content-Disposition': disposition } = fileHeaders(
      `${of.department.slug}-${quarter.quarter.id}-results`,
      'csv',
    );
    c.header('Content-Disposition', disposition);
    const key = `${addressOf(found)}.csv`;
    // Where CSV on the Web looks first (https://www.w3.org/TR/tabular-data-model/#link-header).
    c.header('Link', `<${key}-metadata.json>; rel="describedby"; type="application/csvm+json"`);
    const { busy } = open(c);
    const refused = () => {
      // A refusal is not a file.
      c.header('Content-Disposition', undefined);
      c.header('Link', undefined);
      return busy();
    };
    const make = () => averagesCsv(quarter.figures);
    return answerOnce(options, c, all, { key, make, type: type!, busy: refused });
  });

  app.all(`${path}/:file{.+\\.(csv|json)}`, onlyGet);
  return app;
}

/** A fiscal year by customer group. */
function groupFileRoutes(app: Hono, options: FileRoutes): void {
  const path = `${resultsPath}/:department/groups`;
  const find = async (c: Context, ending: string) => {
    const all = await options.published();
    const of = findDepartment(all, c.req.param('department')!);
    const year = c.req.param(`year${ending}`)!.slice(0, -ending.length);
    return { all, of, shown: of?.groupYears.find(({ figures }) => figures.year === year) };
  };
  app.get(`${path}/:year.csv-metadata.json{.+\\.csv-metadata\\.json}`, describeGroupsCsvMetadata, async (c) => {
    const { all, of, shown } = await find(c, '.csv-metadata.json');
    if (of === undefined || shown === undefined) return refuse(c, { of });
    const key = `${groupsPath(of.department, shown.figures.year)}.csv-metadata.json`;
    const make = () => JSON.stringify(groupsCsvMetadata(of, shown));
    return answerOnce(options, c, all, { ...open(c), key, make, type: 'application/csvm+json' });
  });
  app.get(`${path}/:year.json{.+\\.json}`, describeGroupsJson, async (c) => {
    const { all, of, shown } = await find(c, '.json');
    if (of === undefined || shown === undefined) return refuse(c, { of });
    const key = `${groupsPath(of.department, shown.figures.year)}.json`;
    const make = () => JSON.stringify(groupYearJson(of, shown));
    return answerOnce(options, c, all, { ...open(c), key, make, type: 'application/json' });
  });
  app.get(`${path}/:year.csv{.+\\.csv}`, describeGroupsCsv, async (c) => {
    const { all, of, shown } = await find(c, '.csv');
    if (of === undefined || shown === undefined) return refuse(c, { of });
    const { year } = shown.figures;
    const { 'Content-Type': type, 'Content-Disposition': disposition } = fileHeaders(
      `${of.department.slug}-${year}-groups`,
      'csv',
    );
    const key = `${groupsPath(of.department, year)}.csv`;
    c.header('Content-Disposition', disposition);
    c.header('Link', `<${key}-metadata.json>; rel="describedby"; type="application/csvm+json"`);
    const { busy } = open(c);
    const refused = () => {
      c.header('Content-Disposition', undefined);
      c.header('Link', undefined);
      return busy();
    };
    const make = () => groupYearCsv(of, shown);
    return answerOnce(options, c, all, { key, make, type: type!, busy: refused });
  });
  app.all(`${path}/:file{.+\\.(csv|json)}`, onlyGet);
}

/** `/data.json`: the catalog of everything that is published. */
export function catalogRoutes(options: FileRoutes): Hono {
  const app = forPrograms(options);
  const path = '/data.json';
  app.get(path, describeCatalog, async (c) => {
    const all = await options.published();
    const { departments, settings } = all;
    const make = () =>
      JSON.stringify(dataCatalog({ departments, agency: agencyIn(settings), baseUrl: options.baseUrl }));
    return answerOnce(options, c, all, { ...open(c), key: path, make, type: 'application/json' });
  });
  app.all(path, onlyGet);
  return app;
}

/** What `<heart-results>` shows in other sites' pages. */
export function elementRoutes(options: FileRoutes & { languages: Languages }): Hono {
  const { published, languages, baseUrl } = options;
  const app = forPrograms(options);
  const path = '/widget/v1/results/:department.json{.+\\.json}';
  app.get(path, describeElementJson, async (c) => {
    const all = await published();
    const slug = c.req.param('department.json').slice(0, -'.json'.length);
    const found = findQuarter(all, slug, c.req.query('quarter'));
    if (!('quarter' in found)) return refuse(c, found);
    // The page that shows it decides, not the browser.
    const tag = languages.find(c.req.query('lang'));
    const catalog = languages.offered.find((one) => one.tag === tag) ?? languages.offered[0]!;
    const key = `element ${addressOf(found)} ${catalog.tag}`;
    const make = () => JSON.stringify(elementJson(catalog, found.of, found.quarter, baseUrl));
    return answerOnce(options, c, all, { ...open(c), key, make, type: 'application/json' });
  });
  app.all(path, onlyGet);
  return app;
}

interface Shown {
  of: PublishedDepartment;
  quarter: PublishedQuarter;
}

const addressOf = ({ of, quarter }: Shown) => publicPath(of.department, quarter.quarter);

/** Routes that answer programs, also about failures. */
function forPrograms({ report }: FileRoutes): Hono {
  return new Hono().onError((error, c) => {
    report(error, c);
    forAnyOrigin(c);
    return problem(c, isUnavailable(error) ? unreadable : broken);
  });
}

const unreadable = { ...unavailable, title: 'Results cannot be read right now. Please try again shortly.' };
const broken = { status: 500, title: 'Something went wrong on our end.' } as const;
const notPublished = { status: 404, title: 'Unknown department, or the quarter is not published.' } as const;
const tooMany = { status: 429, title: 'Too many different requests from your network. Please wait.' } as const;

/** Any page may read the answer, also if it is refused. */
const forAnyOrigin = (c: Context) => c.header('Access-Control-Allow-Origin', '*');

const open = (c: Context) => {
  forAnyOrigin(c);
  return { busy: () => problem(c, tooMany) };
};

function onlyGet(c: Context): Response {
  forAnyOrigin(c);
  return otherMethods('GET, HEAD', byGet)(c);
}

function refuse(c: Context, found: Found | { withdrawn: WithdrawnQuarter }): Response {
  forAnyOrigin(c);
  if (!('withdrawn' in found)) return problem(c, notPublished);
  const errors = [{ path: '', message: found.withdrawn.reason }];
  return problem(c, { status: 410, title: 'This quarter was published, and then withdrawn.', errors });
}
