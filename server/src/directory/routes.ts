import { can } from '../access/access.ts';
import type { Console, TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readAgency } from '../org/org.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { departmentRoutes } from './department-routes.ts';
import { employeeRoutes } from './employee-routes.ts';
import { importRoutes } from './import-routes.ts';
import { directoryPage } from './pages.ts';
import { employeeCounts, withoutAmbassador } from './queries.ts';
import { directoryPath, mayDirect, type DirectoryRoutes } from './paths.ts';
import { regionRoutes } from './region-routes.ts';
import { settingsRoutes } from './settings-routes.ts';

/** The administrators' pages of departments, regions, employees and the installation's settings. */
export function directoryRoutes(frame: Console, options: DirectoryRoutes): void {
  const { db } = options;
  frame.navItem({
    group: 'Setup',
    label: 'Directory',
    href: (person) => (can(person, 'directory') ? directoryPath : undefined),
  });
  frame.today((visit) => directoryToday(db, visit));

  frame.get(directoryPath, mayDirect, async (visit) =>
    frame.page(visit, directoryPage({ ...visit.directory, employees: await employeeCounts(db) })),
  );
  departmentRoutes(frame, options);
  calendarRoutes(frame, db);
  regionRoutes(frame, options);
  employeeRoutes(frame, options);
  importRoutes(frame, options);
  settingsRoutes(frame, options);
}

/** What an installation still lacks. */
async function directoryToday(db: Database, { person, directory }: Visit): Promise<TodayItem[]> {
  if (!can(person, 'directory')) return [];
  const [missing, agency] = await Promise.all([withoutAmbassador(db), readAgency(db)]);
  const without = directory.departments.filter(({ id }) => missing.has(id));
  const empty = directory.departments.filter(
    ({ id }) => !directory.regions.some(({ department }) => department.id === id),
  );
  return [
    ...without.map(({ name }) => ({
      message: `${name} has no HEART Ambassador: nobody reads its results.`,
      href: '/console/people/invite',
      link: 'Invite one',
    })),
    ...empty.map(({ name, slug }) => ({
      message: `${name} has no region or programme, and so no survey link.`,
      href: `${directoryPath}/departments/${slug}/regions/new`,
      link: 'Add a region',
    })),
    ...(agency.agency === undefined
      ? [
          {
            message: 'The survey’s pages do not say whose they are, and whom to turn to.',
            href: '/console/settings',
            link: 'Say so',
          },
        ]
      : []),
  ];
}
