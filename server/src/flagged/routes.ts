import { can } from '../access/access.ts';
import { departmentsFor, regionsFor, type Console, type TodayItem, type Visit } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { reasonMistakes } from '../pages/reason.ts';
import { commitChange } from '../audit/audit.ts';
import { closedQuarters } from '../database/closed-quarters.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { quarterChoices } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { flaggedPage, flaggedPath, type FlaggedPage } from './pages.ts';
import { countFlagged, excludeResponses, flaggedResponses, restoreResponses } from './queries.ts';

export interface ExclusionRoutes {
  db: Database;
}

/** How many flagged responses a page shows. */
const pageSize = 250;
const part = { of: 'part', action: 'comments' } as const;
const deciding = { of: 'department', action: 'exclusions' } as const;
const path = '/console/departments/:department/flagged';

type Place = Visit & { department: Department };

/** Looking at flagged responses, for those who read comments; taking them out of the figures, for the representative. */
export function flaggedRoutes(staff: Console, { db }: ExclusionRoutes): void {
  staff.navItem({
    group: 'Work',
    label: 'Flagged',
    href: (person, directory) => {
      const [first] = departmentsFor(person, 'comments', directory);
      return first && flaggedPath(first);
    },
  });
  staff.today(async (visit) => {
    const departments = departmentsFor(visit.person, 'comments', visit.directory);
    return (await Promise.all(departments.map((department) => needs(db, { ...visit, department })))).flat();
  });

  const pageOf = async (
    visit: Place,
    quarter: Quarter,
    { areExcluded, page }: Pick<FlaggedPage, 'areExcluded' | 'page'>,
  ) => {
    const { person, directory, department, now } = visit;
    const regions = regionsFor(person, 'comments', directory, department);
    const asked = { quarter: quarter.id, regionIds: regions.map(({ id }) => id) };
    const [rows, counts, closed] = await Promise.all([
      flaggedResponses(db, asked, { areExcluded, most: pageSize, skip: (page - 1) * pageSize }),
      countFlagged(db, asked),
      closedQuarters(db),
    ]);
    return {
      ...{ department, regions, quarter, rows, areExcluded, page, ...counts },
      isLast: page * pageSize >= (areExcluded ? counts.excluded : counts.flagged - counts.excluded),
      departments: departmentsFor(person, 'comments', directory),
      quarters: quarterChoices(department, now, quarter),
      isClosed: closed.has(`${department.id}/${quarter.id}`),
      mayExclude: can(person, 'exclusions', { departmentId: department.id }),
    };
  };

  staff.get(path, part, async (visit) => {
    const { c, department, now } = visit;
    const quarter = department.calendar.byId(c.req.query('quarter') ?? '') ?? department.calendar.at(now);
    const shown = { areExcluded: c.req.query('which') === 'excluded', page: pageNumber(c.req.query('page')) };
    return staff.page(visit, flaggedPage({ ...(await pageOf(visit, quarter, shown)), notice: c.req.query('notice') }));
  });

  const goTo = ({ c, department }: Place, { id }: Quarter, notice: string) =>
    c.redirect(`${flaggedPath(department)}?quarter=${id}&notice=${notice}`, 303);

  const decidingOf = (visit: Place, quarter: Quarter, ids: string[]) => ({
    ...{ ids, quarter: quarter.id, at: visit.now, by: visit.person.id },
    regionIds: regionsFor(visit.person, 'exclusions', visit.directory, visit.department).map(({ id }) => id),
  });

  staff.post(`${path}/exclusions`, deciding, async (visit) => {
    const { department, form } = visit;
    const quarter = department.calendar.byId(form.text('quarter'));
    if (!quarter) return staff.notFound(visit.c);
    // Those that stood on the page, and none that was flagged since: nobody decides about what they have not seen.
    const ids = form.all(form.text('all') === 'yes' ? 'shown' : 'response');
    const { reason, mistakes } = reasonIn(form, ids);
    if (mistakes.length > 0) {
      const page = await pageOf(visit, quarter, { areExcluded: false, page: pageNumber(form.text('page')) });
      return staff.page(visit, flaggedPage({ ...page, mistakes, typed: { reason, ids: form.all('response') } }), 400);
    }
    const excluding = excludeResponses(decidingOf(visit, quarter, ids), reason, department.id);
    return goTo(visit, quarter, (await commitChange(db, ...excluding)) ? 'excluded' : 'closed');
  });

  staff.post(`${path}/exclusions/end`, deciding, async (visit) => {
    const { department, form } = visit;
    const quarter = department.calendar.byId(form.text('quarter'));
    if (!quarter) return staff.notFound(visit.c);
    const restoring = restoreResponses(decidingOf(visit, quarter, [form.text('back')]), department.id);
    return goTo(visit, quarter, (await commitChange(db, ...restoring)) ? 'restored' : 'closed');
  });
}

function pageNumber(given = ''): number {
  return /^[1-9]\d{0,3}$/.test(given) ? Number(given) : 1;
}

function reasonIn(form: Form, ids: string[]): { reason: string; mistakes: FieldMistake[] } {
  const reason = form.text('reason');
  const unticked = ids.length === 0 ? [{ at: '', message: 'Tick at least one response.' }] : [];
  return { reason, mistakes: [...unticked, ...reasonMistakes('reason', reason)] };
}

/** What the home page says of today, for whoever may decide: what is flagged in the running quarter. */
async function needs(db: Database, { person, directory, department, now }: Place): Promise<TodayItem[]> {
  if (!can(person, 'exclusions', { departmentId: department.id })) return [];
  const quarter = department.calendar.at(now);
  const regionIds = regionsFor(person, 'exclusions', directory, department).map(({ id }) => id);
  const { flagged, excluded } = await countFlagged(db, { quarter: quarter.id, regionIds });
  if (flagged === excluded) return [];
  const n = flagged - excluded;
  return [
    {
      message: `${n === 1 ? 'One response' : `${n} responses`} of this quarter in ${department.name} ${n === 1 ? 'looks' : 'look'} as if no customer had sent ${n === 1 ? 'it' : 'them'}, and ${n === 1 ? 'counts' : 'count'} all the same.`,
      href: flaggedPath(department),
      link: 'Look at what is flagged',
    },
  ];
}
