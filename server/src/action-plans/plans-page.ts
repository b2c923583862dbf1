import { html } from 'hono/html';
import { departmentLinks, noRegionsNote, type PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { planWords, responsesInWords } from '../results/results.ts';
import { dueInWords } from './due.ts';
import { planPath, plansPath } from './paths.ts';
import { shownScores } from './plan-figures.ts';
import type { Plan } from './queries.ts';

interface PlansPage {
  department: Department;
  /** Those whose plans the person may see, this one among them. */
  departments: Department[];
  regions: Region[];
  plans: Plan[];
  /** `2027-02-12`, in the department's zone. */
  today: string;
}

/** The department's action plans: first what is overdue, then what is due next. */
export function plansPage({ department, departments, regions, plans, today }: PlansPage): PageContent {
  const open = plans.filter(({ closedAt }) => closedAt === null).toSorted(byDueDate);
  const ended = plans.filter(({ closedAt }) => closedAt !== null);
  const table = (some: Plan[], label: string) => plansTable({ plans: some, label, department, regions, today });
  return {
    title: 'Action plans',
    sub: department.name,
    current: 'Action plans',
    main: [
      departmentLinks(departments, department, plansPath),
      regions.length === 0 ? noRegionsNote(department, 'action plans') : '',
      open.length === 0 && regions.length > 0
        ? html`<p class="empty">
            No region needs an action plan right now. A plan opens automatically when a region’s average for the quarter
            falls below the target. <a href="/console/departments/${department.slug}">View this quarter’s averages</a>.
          </p>`
        : table(open, 'Open'),
      ended.length === 0 ? '' : table(ended, 'Ended'),
    ],
  };
}

/** Plans with a due date come first, the earliest of them first. */
function byDueDate(one: Plan, other: Plan): number {
  return (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999');
}

interface PlansTable extends Pick<PlansPage, 'plans' | 'department' | 'regions' | 'today'> {
  label: string;
}

function plansTable({ plans, label, department, regions, today }: PlansTable): Markup {
  if (plans.length === 0) return html``;
  const row = (plan: Plan) => {
    const { scores } = shownScores(plan);
    const region = regions.find(({ id }) => id === plan.regionId)!;
    return html`<tr>
      <th scope="row">
        <a href="${planPath(department, plan)}">${region.name}</a>
        <small>${department.calendar.byId(plan.quarter)?.label ?? plan.quarter}</small>
      </th>
      <td>${planWords[plan.stage]}</td>
      <td>${scores.average ?? '–'}<small>n ${scores.n}, ${responsesInWords(scores.responses)}</small></td>
      <td>${dueInWords(plan, today)}</td>
      <td>${plan.owner ?? html`<span class="quiet">Not assigned</span>`}</td>
    </tr>`;
  };
  return html`<h2>${label}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${label} action plans">
      <table>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col">Stage</th>
            <th scope="col">Average when opened or closed</th>
            <th scope="col">Due</th>
            <th scope="col">Owner</th>
          </tr>
        </thead>
        <tbody>
          ${plans.map(row)}
        </tbody>
      </table>
    </div>`;
}
