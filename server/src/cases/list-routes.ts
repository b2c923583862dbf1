import { canSomewhere, can, type Person } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { findBySlug, type Desk, type Organization } from '../org/org.ts';
import { kinds } from './kinds.ts';
import { casesLabel, listPage } from './list-page.ts';
import { listCases, searchCases, type Asked, type ListedCase, type Position } from './list-queries.ts';
import { casePath, casesPath } from './paths.ts';
import { referenceIn } from './references.ts';
import { idsIn, seerOf } from './sight.ts';
import { seenCase, type CaseFile } from './queries.ts';

/** People who work on cases. What they see of them is narrower (`sight.ts`). */
export const workers = { of: 'somewhere', action: 'cases' } as const;

const pageSize = 50;
/** The maximum length of a search, in UTF-16 units. */
const maxSearch = 200;

/** The list of cases, and the search. */
export function listRoutes(frame: Console, { db }: { db: Database }): void {
  frame.navItem({
    group: 'Work',
    label: casesLabel,
    href: (person) =>
      canSomewhere(person, 'cases') ? casesPath : canSomewhere(person, 'case entry') ? `${casesPath}/new` : undefined,
  });
  frame.get(casesPath, workers, async (visit) => {
    const { c, person, organization } = visit;
    const seer = seerOf(person, organization);
    const search = (c.req.query('q') ?? '').trim().slice(0, maxSearch);
    const reference = referenceIn(search);
    const direct = reference === undefined ? undefined : await seenCase(db, seer, reference);
    if (direct) return c.redirect(casePath(direct.reference), 303);
    const desks = desksFor(person, organization);
    const asked = askedIn(visit, desks);
    const last = await seenCase(db, seer, c.req.query('after') ?? '');
    const after = last && positionOf(last, asked.view);
    const limit = pageSize + 1;
    const cases =
      search === ''
        ? await listCases(db, seer, { ...asked, after: after ?? null, limit })
        : await searchCases(db, seer, search, limit);
    const shown = cases.slice(0, pageSize);
    return frame.page(
      visit,
      listPage({
        cases: shown,
        departments: organization.departments,
        desks,
        view: asked.view,
        desk: desks.find(({ id }) => id === asked.deskId)?.slug ?? '',
        kind: asked.kind,
        search,
        isCut: cases.length > pageSize,
        next: cases.length > pageSize ? nextPage(visit, shown.at(-1)!) : undefined,
        mayEnter: canSomewhere(person, 'case entry'),
        now: visit.now,
        notice: c.req.query('notice'),
      }),
    );
  });
}

/** The desks whose cases the person may see some of. */
export function desksFor(person: Person, organization: Organization): Desk[] {
  const { myDesks, managed } = seerOf(person, organization);
  const [desks, departments] = [new Set(idsIn(myDesks)), new Set(idsIn(managed))];
  return organization.desks.filter(
    ({ id, department }) =>
      desks.has(id) || (department !== null && departments.has(department.id)) || can(person, 'cases', { deskId: id }),
  );
}

function askedIn({ c }: Visit, desks: Desk[]): Omit<Asked, 'limit' | 'after'> {
  const view = (['open', 'mine', 'closed'] as const).find((one) => one === c.req.query('view')) ?? 'open';
  return {
    view,
    deskId: findBySlug(desks, c.req.query('desk'))?.id ?? null,
    kind: kinds.find((one) => one === c.req.query('kind')) ?? null,
  };
}

/** Where a case is in the list's order. */
function positionOf({ id, dueAt, closedAt }: CaseFile, view: Asked['view']): Position {
  return { key: view === 'closed' ? closedAt : dueAt, id };
}

/** The next page begins after a case, named by its reference: the address tells nothing else. */
function nextPage({ c }: Visit, last: ListedCase): string {
  return `${casesPath}?${new URLSearchParams({ ...c.req.query(), after: last.reference }).toString()}`;
}
