import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import { can } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { agencyQuarterPath, agencyTrendsPath, quarterPath, trendsPath } from './paths.ts';
import { readsInFull, viewAt } from './place.ts';
import { policyForm } from './policy-section.ts';
import { reviewedQuarters } from './review-queries.ts';
import { quartersPage, trendsLabel } from './trend-page.ts';
import { departmentsWith } from './trend-view.ts';
import { agencyRule, departmentRule, managerRule, showTrends, type TrendOptions } from './trend-visit.ts';

/** How many quarters are listed. Always as many, so that the list tells nothing about what came in. */
const listed = 9;

type DepartmentVisit = Visit & { department: Department };

/** The pages of trends: a department's, and those of the executive office. */
export function trendRoutes(frame: Console, options: TrendOptions): void {
  const { db } = options;
  frame.navItem({
    group: 'Work',
    label: trendsLabel,
    href: (person, { departments }) => {
      const own = departments.find((one) => readsInFull({ person }, one));
      return can(person, 'case trends') ? agencyTrendsPath : own && trendsPath(own);
    },
  });

  frame.get('/console/departments/:department/cases/trends', managerRule, async (visit) => {
    const { department, now } = visit;
    const reviewed = await reviewedQuarters(db, department.id);
    const quarters = lastQuarters(department, department.calendar.at(now)).map((quarter) => ({
      label: quarter.label,
      href: quarterPath(department, quarter),
      isReviewed: reviewed.has(quarter.id),
      isEnded: quarter.end <= now,
    }));
    const sub = 'What came in each quarter, what became of it, and what management concluded.';
    return frame.page(
      visit,
      quartersPage({
        title: `Case trends: ${department.name}`,
        sub,
        quarters,
        more: [otherDepartments(visit, department)],
      }),
    );
  });

  frame.get('/console/departments/:department/cases/trends/:quarter', managerRule, (visit) =>
    show(visit, { kind: 'inside', department: visit.department }),
  );

  frame.get(agencyTrendsPath, agencyRule, async (visit) => {
    const { organization, now } = visit;
    const reviewed = await reviewedQuarters(db, null);
    const ended = organization.departments.flatMap((department) =>
      lastQuarters(department, department.calendar.previous(department.calendar.at(now))),
    );
    const quarters = [...new Map(ended.map((quarter) => [quarter.id, quarter])).values()]
      .filter(({ id }) => departmentsWith(organization, id, now).length > 0)
      .toSorted((one, other) => (one.id < other.id ? 1 : -1))
      .map((quarter) => ({
        label: quarter.label,
        href: agencyQuarterPath(quarter),
        isReviewed: reviewed.has(quarter.id),
        isEnded: true,
      }));
    const sub =
      'Each quarter from 30 days after its end, as it was when someone first opened it. Small groups are withheld.';
    const more = [await policyForm(db, agencyTrendsPath, visit.c.req.query('notice'))];
    return frame.page(visit, quartersPage({ title: 'Case trends: all departments', sub, quarters, more }));
  });

  frame.get(`${agencyTrendsPath}/quarters/:quarter`, agencyRule, (visit) => show(visit, { kind: 'agency' }));

  frame.get(`${agencyTrendsPath}/departments/:department/:quarter`, departmentRule, (visit: DepartmentVisit) =>
    can(visit.person, 'case trends')
      ? show(visit, { kind: 'outside', department: visit.department })
      : frame.notFound(visit.c),
  );

  async function show(visit: Visit, place: Parameters<typeof viewAt>[2]): Promise<Response> {
    const placed = await viewAt(options, visit, place, visit.c.req.param('quarter') ?? '');
    return placed ? showTrends(frame, options, visit, placed) : frame.notFound(visit.c);
  }
}

/** Links for managers of more than one department. */
function otherDepartments(visit: Visit, own: Department): Markup | '' {
  const others = visit.organization.departments.filter((one) => one.id !== own.id && readsInFull(visit, one));
  if (others.length === 0) return '';
  return html`<p>
    Other departments:
    ${others.map((one, index) => html`${index === 0 ? '' : ', '}<a href="${trendsPath(one)}">${one.name}</a>`)}
  </p>`;
}

/** The quarters up to this one, latest first. */
function lastQuarters({ calendar }: Department, last: Quarter): Quarter[] {
  const quarters = [last];
  while (quarters.length < listed) quarters.push(calendar.previous(quarters.at(-1)!));
  return quarters;
}
