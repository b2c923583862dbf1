import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { programRoute } from './paths.ts';
import { programPage } from './program-page.ts';
import { readProgram } from './program.ts';

const rule = { of: 'part', action: 'thanking' } as const;

/** The page with the figures of the program, for the regions that the person may see. */
export function programRoutes(frame: Console, { db }: { db: Database }): void {
  frame.get(programRoute, rule, async (visit) => {
    const { c, person, organization, department, now } = visit;
    const regions = regionsFor(person, 'thanking', organization, department);
    const allRegions = organization.regions.filter((region) => region.department.id === department.id);
    const quarters = await readProgram(db, { department, regions, allRegions, now, signal: c.req.raw.signal });
    const departments = departmentsFor(person, 'thanking', organization);
    const isWhole = can(person, 'thanking', { departmentId: department.id });
    return frame.page(visit, programPage({ person, department, departments, quarters, isWhole }));
  });
}
