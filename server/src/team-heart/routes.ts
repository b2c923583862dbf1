import { can, canInPart } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readAgency } from '../org/org.ts';
import { teamPath } from './paths.ts';
import { members } from './queries.ts';
import { teamPage } from './team-page.ts';
import { trainingRoutes } from './training-routes.ts';

/** Who is in Team HEART, for everyone who can sign in, and the trainings of each department. */
export function teamRoutes(frame: Console, { db }: { db: Database }): void {
  frame.navItem({ group: 'Work', label: 'Team HEART', href: () => teamPath });
  frame.get(teamPath, { of: 'everyone' }, (visit) => showTeam(frame, db, visit));
  trainingRoutes(frame, db);
}

async function showTeam(frame: Console, db: Database, visit: Visit): Promise<Response> {
  const { person, organization } = visit;
  const [all, { handbook }] = await Promise.all([members(db), readAgency(db)]);
  const teams = organization.departments.map((department) => ({
    department,
    regions: organization.regions.filter((region) => region.department.id === department.id),
    members: all.filter(({ departmentId }) => departmentId === department.id),
    maySeeTrainings: canInPart(person, 'trainings', department.id),
  }));
  return frame.page(
    visit,
    teamPage({ teams, handbook, maySet: can(person, 'settings'), mayAdd: can(person, 'people') }),
  );
}
