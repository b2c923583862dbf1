import { html } from 'hono/html';
import { departmentLinks, noRegionsNote, type PageContent } from '../console/console.ts';
import { verdictName, type PlanVerdict } from '../figures/figures.ts';
import type { Department, Region } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { grouped, planWords, responsesInWords } from '../results/results.ts';
import { dueInWords } from './due.ts';
import { planPath, plansPath } from './paths.ts';
import { shownScores } from './plan-figures.ts';
import type { Plan, PlanAction } from './queries.ts';
import type { Stage } from './steps.ts';

interface PlansPage {
  department: Department;
  /** Those whose plans the person may see, this one among them. */
  departments: Department[];
  regions: Region[];
  plans: Plan[];
  /** The actions of all of them. */
  actions: PlanAction[];
  /** The current verdict of each plan that was approved, by the plan's id. */
  verdicts: ReadonlyMap<number, PlanVerdict>;
  /** `2027-02-12`, in the department's zone. */
  today: string;
}

/** The columns of the board, and what each says while it is empty. */
const columns: [Stage, string][] = [
  ['watch', 'No region is below target this quarter.'],
  ['required', 'No plans to write.'],
  ['agreed', 'No approved plans in progress.'],
  ['completed', 'No completed plans yet.'],
];

/** The department's action plans by stage: in each, first what is overdue, then what is due next. */
export function plansPage(page: PlansPage): PageContent {
  const { department, departments, regions, plans } = page;
  const withdrawn = plans.filter(({ stage }) => stage === 'withdrawn');
  const isEmpty = withdrawn.length === plans.length && regions.length > 0;
  return {
    title: 'Action plans',
    sub: department.name,
    current: 'Action plans',
    main: [
      departmentLinks(departments, department, plansPath),
      regions.length === 0 ? noRegionsNote(department, 'action plans') : '',
      isEmpty
        ? html`<p class="empty">
            No region needs an action plan right now. A plan opens automatically when a region’s average for the quarter
            falls below the target. <a href="/console/departments/${department.slug}">View this quarter’s averages</a>.
          </p>`
        : html`<div class="board">${columns.map((column) => boardColumn(page, column))}</div>`,
      withdrawn.length === 0
        ? ''
        : html`<details>
            <summary>${planWords.withdrawn} (${withdrawn.length})</summary>
            <ul class="cards">
              ${withdrawn.map((plan) => card(page, plan))}
            </ul>
          </details>`,
    ],
  };
}

function boardColumn(page: PlansPage, [stage, empty]: [Stage, string]): Markup {
  const plans = page.plans.filter((plan) => plan.stage === stage).toSorted((one, other) => byUrgency(page, one, other));
  return html`<section>
    <h2>${planWords[stage]} <span class="quiet">${plans.length}</span></h2>
    ${
      plans.length === 0
        ? html`<p class="quiet">${empty}</p>`
        : html`<ul class="cards">
            ${plans.map((plan) => card(page, plan))}
          </ul>`
    }
  </section>`;
}

/** The next day on which something of the plan is due: the plan itself, or one of its open actions. */
function nextDay({ actions }: Pick<PlansPage, 'actions'>, plan: Plan): string {
  if (plan.stage === 'completed') return '';
  if (plan.stage !== 'agreed') return plan.dueOn ?? '9999';
  const open = actions.filter(({ planId, state }) => planId === plan.id && state === 'open');
  return open.map(({ dueOn }) => dueOn).toSorted()[0] ?? '9999';
}

function byUrgency(page: PlansPage, one: Plan, other: Plan): number {
  return nextDay(page, one).localeCompare(nextDay(page, other)) || other.quarter.localeCompare(one.quarter);
}

function card(page: PlansPage, plan: Plan): Markup {
  const { department, regions } = page;
  const { scores } = shownScores(plan);
  const region = regions.find(({ id }) => id === plan.regionId)!;
  return html`<li>
    <h3><a href="${planPath(department, plan)}">${region.name}</a></h3>
    <p class="quiet">${department.calendar.byId(plan.quarter)?.label ?? plan.quarter}</p>
    <p>
      <b>${scores.average ?? '–'}</b>
      <small
        >n ${grouped(scores.n)}, ${responsesInWords(scores.responses)}${plan.stage === 'watch' ? ' so far' : ''}</small
      >
    </p>
    ${progress(page, plan)} ${verdictLine(page, plan)}
    <p>Owner: ${plan.owner ?? html`<span class="quiet">Not assigned</span>`}</p>
  </li>`;
}

function verdictLine({ verdicts }: PlansPage, { id }: Plan): Markup | '' {
  const verdict = verdicts.get(id);
  return verdict === undefined ? '' : html`<p><b>${verdictName(verdict)}</b></p>`;
}

/** What is next for a plan at its stage. */
function progress({ actions, today }: PlansPage, plan: Plan): Markup | '' {
  const own = actions.filter(({ planId }) => planId === plan.id);
  const ended = own.filter(({ state }) => state !== 'open').length;
  const overdue = own.filter(({ state, dueOn }) => state === 'open' && dueOn < today).length;
  switch (plan.stage) {
    case 'required':
      return plan.sentAt === null ? html`<p>${dueInWords(plan, today)}</p>` : html`<p><b>Waiting for approval</b></p>`;
    case 'agreed':
      return html`<p>
        ${ended} of ${own.length} ${own.length === 1 ? 'action' : 'actions'} done or
        dropped${overdue === 0 ? '' : html`, <b class="below">${overdue} overdue</b>`}
      </p>`;
    case 'completed':
      return plan.noVerdictReason === null ? '' : html`<p class="quiet">Completed without a verdict</p>`;
    default:
      return '';
  }
}
