import { runChart } from '@heart-survey/shared/run-chart';
import { cutMean, inHundredths } from '@heart-survey/shared/scores';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { Database } from '../database/database.ts';
import { chartQuarters, quartersUpTo, readMonths, readQuarters, type MonthPoint } from '../figures/figures.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Department } from '../org/org.ts';
import { describedOfDepartment } from './api-description.ts';
import { departmentInSight, departmentsPath } from './in-sight.ts';
import { byGet, type ListRoutes } from './list-routes.ts';
import { monthsSchema, type MonthList, type MonthSeries } from './months-schema.ts';

const path = `${departmentsPath}/:department/months`;

const describeMonths = describeRoute({
  ...describedOfDepartment,
  operationId: 'listMonths',
  summary: 'Read a department’s last 24 months, with medians and signals; not for readers outside the department',
  responses: {
    200: { description: 'The months of each region and of all together', content: jsonContent(monthsSchema) },
    ...describedOfDepartment.responses,
  },
});

/** The months of a department, for readers inside it: no month leaves it (docs/design.md §3.10). */
export function monthsRoutes({ db, organization, clock }: ListRoutes): Hono {
  const app = new Hono();
  app.get(path, describeMonths, async (c) => {
    const { departments } = await organization();
    const { department, visibility } = departmentInSight(departments, c.var.reader, c.req.param('department')) ?? {};
    if (!department || visibility !== 'all') return problem(c, { status: 404, title: 'Unknown department.' });
    return c.json(await monthsOf(db, department, clock()));
  });
  app.all(path, otherMethods('GET, HEAD', byGet));
  return app;
}

async function monthsOf(db: Database, department: Department, now: number): Promise<MonthList> {
  const quarters = quartersUpTo(department, department.calendar.at(now), chartQuarters);
  const records = await readQuarters(db, department, quarters);
  const { regions, total } = await readMonths(db, department, records, now);
  const names = new Map(records.flatMap((record) => record.regions.map(({ region, name }) => [region, name])));
  return {
    department: department.slug,
    target: inHundredths(department.target),
    regions: [...regions].map(([region, points]) => ({ region, name: names.get(region)!, ...seriesOf(points) })),
    total: seriesOf(total),
  };
}

function seriesOf(points: MonthPoint[]): MonthSeries {
  const { stretches, signals, isEnough } = runChart(points.filter(({ isFinished }) => isFinished));
  const idOf = (position: number) => points[position]!.month.id;
  return {
    months: points.map(({ month, quarter, isFinished, status, responses, sum, n }) => ({
      month: month.id,
      label: month.label,
      quarter: quarter.id,
      isFinished,
      status,
      ...(status === 'deleted' ? { responses: null, sum: null, n: null } : { responses, sum, n }),
      average: cutMean(sum, n),
    })),
    medians: stretches.map(({ start, median }) => ({ from: idOf(start), median })),
    signals: signals.map(({ start, ...signal }) => ({ ...signal, from: idOf(start) })),
    isEnough,
  };
}
