import { inHundredths } from '@heart-survey/shared/scores';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { visibilityOf } from '../access/access.ts';
import { departmentInSight, departmentsPath as path } from './in-sight.ts';
import type { Database } from '../database/database.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Organization } from '../org/org.ts';
import { described, describedOfDepartment } from './api-description.ts';
import {
  departmentsSchema,
  quartersSchema,
  regionsSchema,
  type DepartmentList,
  type QuarterList,
  type RegionList,
} from './lists-schema.ts';
import { quartersSeen } from './quarters-seen.ts';

export interface ListRoutes {
  db: Database;
  organization: () => Promise<Organization>;
  clock: () => number;
}

/** The problem title for methods other than GET and HEAD. */
export const byGet = 'Use GET to read figures.';

const notFound = { status: 404, title: 'Unknown department.' } as const;

const describeDepartments = describeRoute({
  ...described,
  operationId: 'listDepartments',
  summary: 'List the departments that you may read',
  responses: {
    200: {
      description: 'The departments, in the order in which they were set up',
      content: jsonContent(departmentsSchema),
    },
    ...described.responses,
  },
});

const describeRegions = describeRoute({
  ...describedOfDepartment,
  operationId: 'listRegions',
  summary: 'List a department’s regions and programs',
  responses: {
    200: { description: 'The regions, in the same order as in the figures', content: jsonContent(regionsSchema) },
    ...describedOfDepartment.responses,
  },
});

const describeQuarters = describeRoute({
  ...describedOfDepartment,
  operationId: 'listQuarters',
  summary: 'List a department’s quarters; readers outside the department get the closed ones',
  responses: {
    200: { description: 'The quarters, latest first', content: jsonContent(quartersSchema) },
    ...describedOfDepartment.responses,
  },
});

/** Lists what a reader may see: departments, regions and quarters. */
export function listRoutes({ db, organization, clock }: ListRoutes): Hono {
  const app = new Hono();

  app.get(path, describeDepartments, async (c) => {
    const { departments } = await organization();
    const seen = departments.filter((department) => visibilityOf(c.var.reader, department) !== 'nothing');
    const list: DepartmentList = {
      departments: seen.map(({ slug, name, target, zone, firstMonth }) => ({
        department: slug,
        name,
        target: inHundredths(target),
        zone,
        firstMonth,
      })),
    };
    return c.json(list);
  });

  app.get(`${path}/:department/regions`, describeRegions, async (c) => {
    const { departments, regions } = await organization();
    const { department } = departmentInSight(departments, c.var.reader, c.req.param('department')) ?? {};
    if (!department) return problem(c, notFound);
    const list: RegionList = {
      department: department.slug,
      regions: regions
        .filter((region) => region.department.id === department.id)
        .map(({ slug, name, retiredAt, successor }) => ({
          region: slug,
          name,
          retiredAt: retiredAt === null ? null : new Date(retiredAt).toISOString(),
          successor: successor?.slug ?? null,
        })),
    };
    return c.json(list);
  });

  app.get(`${path}/:department/quarters`, describeQuarters, async (c) => {
    const { departments } = await organization();
    const found = departmentInSight(departments, c.var.reader, c.req.param('department'));
    if (!found) return problem(c, notFound);
    const { department, visibility } = found;
    const list: QuarterList = {
      department: department.slug,
      quarters: await quartersSeen(db, department, visibility, clock()),
    };
    return c.json(list);
  });

  for (const list of [path, `${path}/:department/regions`, `${path}/:department/quarters`]) {
    app.all(list, otherMethods('GET, HEAD', byGet));
  }
  return app;
}
