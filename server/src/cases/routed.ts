import type { Department, Desk, Organization } from '../org/org.ts';
import type { allRoutes } from './desk-queries.ts';
import { kindNames, kinds, type CaseKind } from './kinds.ts';
import { routeOf } from './routing.ts';

type Decided = Awaited<ReturnType<typeof allRoutes>>;

/** What an administrator decided for a department: the ids of the desks by kind. */
export function decidedFor(routes: Decided, { id }: Pick<Department, 'id'>): Map<string, number> {
  return new Map(routes.filter(({ departmentId }) => departmentId === id).map(({ kind, deskId }) => [kind, deskId]));
}

/** What goes to each desk, by its id: kinds by name, with the departments where it is not all of them. */
export function routedTo({ departments, desks }: Organization, routes: Decided): (desk: Pick<Desk, 'id'>) => string[] {
  const deskOf = new Map(
    departments.map((department) => {
      const decided = decidedFor(routes, department);
      const to = (kind: CaseKind) =>
        routeOf({ kind, departmentId: department.id, isOfficeKnown: true }, desks, decided);
      return [department, new Map(kinds.map((kind) => [kind, to(kind).desk.id]))] as const;
    }),
  );
  return ({ id }) =>
    kinds.flatMap((kind) => {
      const from = departments.filter((department) => deskOf.get(department)!.get(kind) === id);
      if (from.length === departments.length && from.length > 0) return [kindNames[kind]];
      return from.map(({ name }) => `${kindNames[kind]} (${name})`);
    });
}
