import { can } from '../access/access.ts';
import type { Console, TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readAgency, readDivisions } from '../org/org.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { divisionRoutes } from './division-routes.ts';
import { departmentRoutes } from './department-routes.ts';
import { employeeRoutes } from './employee-routes.ts';
import { importRoutes } from './import-routes.ts';
import { directoryPage } from './pages.ts';
import { employeeCounts, withoutAmbassador } from './queries.ts';
import { departmentPath, directoryPath, rules, type DirectoryRoutes } from './paths.ts';
import { regionRoutes } from './region-routes.ts';
import { settingsRoutes } from './settings-routes.ts';

/** The administrators' pages for departments, regions, employees and the settings. */
export function directoryRoutes(frame: Console, options: DirectoryRoutes): void {
  const { db } = options;
  frame.navItem({
    group: 'Setup',
    label: 'Directory',
    href: (person) => (can(person, 'directory') ? directoryPath : undefined),
  });
  frame.today((visit) => directoryToday(db, visit));

  frame.get(directoryPath, rules.directory, async (visit) =>
    frame.page(
      visit,
      directoryPage({
        ...visit.organization,
        employees: await employeeCounts(db),
        divisions: await readDivisions(db),
      }),
    ),
  );
  departmentRoutes(frame, options);
  divisionRoutes(frame, options);
  calendarRoutes(frame, db);
  regionRoutes(frame, options);
  employeeRoutes(frame, options);
  importRoutes(frame, options);
  settingsRoutes(frame, options);
}

/** What is still missing before the survey can run. */
async function directoryToday(db: Database, { person, organization }: Visit): Promise<TodayItem[]> {
  if (!can(person, 'directory')) return [];
  const [missing, agency] = await Promise.all([withoutAmbassador(db), readAgency(db)]);
  const without = organization.departments.filter(({ id }) => missing.has(id));
  const empty = organization.departments.filter(
    ({ id }) => !organization.regions.some(({ department }) => department.id === id),
  );
  return [
    ...without.map(({ name }) => ({
      message: `${name} does not have a HEART Ambassador, so no one is reviewing its results.`,
      href: '/console/people/invite',
      link: 'Invite one',
    })),
    ...empty.map((department) => ({
      message: `${department.name} has no region or program, so it has no survey link.`,
      href: `${departmentPath(department)}/regions/new`,
      link: 'Add a region',
    })),
    ...(agency.agency === undefined
      ? [
          {
            message: 'The survey pages do not show your agency’s name and contact details yet.',
            href: '/console/settings',
            link: 'Enter them',
          },
        ]
      : []),
  ];
}
