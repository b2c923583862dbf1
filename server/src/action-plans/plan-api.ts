import { inHundredths } from '@heart-survey/shared/scores';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { mayReadResponses } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import {
  plansOutside,
  verdictInWords,
  type PlanOutside,
  type PlanProgress,
  type PlanProgressOf,
  type PlanVerdict,
  type VerdictSide,
} from '../figures/figures.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent, problems } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Department, Organization } from '../org/org.ts';
import { byGet, departmentInSight, departmentsPath, describedOfDepartment } from '../results/results.ts';
import { plansSchema, stages, type PlanInsideRecord, type PlanOutsideRecord, type SideRecord } from './plan-record.ts';

export interface PlanApi {
  db: Database;
  organization: () => Promise<Organization>;
  planProgressOf: PlanProgressOf;
}

const path = `${departmentsPath}/:department/plans`;

const describePlans = describeRoute({
  ...describedOfDepartment,
  operationId: 'listPlans',
  summary:
    'List a department’s action plans with their verdicts; outside the department, those of regions that are shown',
  parameters: [
    ...describedOfDepartment.parameters,
    {
      in: 'query',
      name: 'quarter',
      description: 'Only plans for this quarter, named by its first month.',
      schema: { type: 'string', pattern: String.raw`^[1-9]\d{3}-(0[1-9]|1[0-2])$` },
      example: '2026-07',
    },
    {
      in: 'query',
      name: 'stage',
      description: 'Only plans at this stage.',
      schema: { type: 'string', enum: [...stages] },
      example: 'agreed',
    },
  ],
  responses: {
    200: { description: 'The plans, those of the latest quarter first', content: jsonContent(plansSchema) },
    ...describedOfDepartment.responses,
    ...problems({
      400: 'Invalid quarter or stage',
      404: 'No such department or quarter, or you do not have access to it',
    }),
  },
});

/** Lists a department's action plans for programs. The caller's guard admits readers. */
export function planApi({ db, organization, planProgressOf }: PlanApi): Hono {
  const app = new Hono();
  app.get(path, describePlans, async (c) => {
    const { departments } = await organization();
    const found = departmentInSight(departments, c.var.reader, c.req.param('department'));
    if (!found) return problem(c, { status: 404, title: 'Unknown department.' });
    const { department, visibility } = found;
    const asked = askedFor(c, department);
    if ('title' in asked) return problem(c, asked);
    const plans = (await planProgressOf(department)).filter(asked.isAsked);
    return c.json({
      department: department.slug,
      plans:
        visibility === 'all'
          ? plans.map((plan) => insideRecord(plan, mayReadResponses(c.var.reader, department)))
          : (await plansOutside(db, department, plans)).map(outsideRecord),
    });
  });
  app.all(path, otherMethods('GET, HEAD', byGet));
  return app;
}

/** Which plans the query asks for, or what is wrong with it. */
function askedFor(
  c: Context,
  { calendar }: Department,
): { isAsked: (plan: PlanProgress) => boolean } | { status: 400 | 404; title: string } {
  const { quarter, stage } = c.req.query();
  if (quarter !== undefined && !/^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(quarter)) {
    return { status: 400, title: 'A quarter is named by its first month, such as 2026-07.' };
  }
  // Which months begin a quarter, only the department knows, as with a quarter in a path.
  if (quarter !== undefined && !calendar.byId(quarter)) return { status: 404, title: 'Unknown quarter.' };
  if (stage !== undefined && !(stages as readonly string[]).includes(stage)) {
    return { status: 400, title: `Unknown stage. Use one of ${stages.join(', ')}.` };
  }
  return {
    isAsked: (plan) =>
      (quarter === undefined || plan.quarter === quarter) && (stage === undefined || plan.stage === stage),
  };
}

/** @param mayReadText whether the reader may read what people wrote, as in responses. */
function insideRecord(plan: PlanProgress, mayReadText: boolean): PlanInsideRecord {
  const { stage, cause, agreedAt, completedAt, verdicts } = plan;
  return {
    ...headRecord(plan),
    stage,
    cause: mayReadText ? cause : null,
    agreedAt: momentOf(agreedAt),
    completedAt: momentOf(completedAt),
    verdicts: verdicts.map(verdictRecord),
  };
}

function outsideRecord(plan: PlanOutside): PlanOutsideRecord {
  const { stage, verdict } = plan;
  const figures = verdict?.figures ?? null;
  return {
    ...headRecord(plan),
    stage,
    verdict: verdict && {
      verdict: verdict.verdict,
      isInterim: verdict.isInterim,
      text: verdict.inWords,
      figures: figures && {
        difference: figures.difference,
        before: sideRecord(figures.before),
        after: sideRecord(figures.after),
      },
    },
  };
}

function headRecord(plan: PlanProgress | PlanOutside) {
  const { region, regionName, quarter, dueOn, causeClass, actions, figure, goal, continues } = plan;
  return {
    region,
    name: regionName,
    quarter,
    dueOn,
    causeClass,
    actions,
    measure: figure && { figure, goal: goal === null ? null : inHundredths(goal) },
    continues,
  };
}

function verdictRecord(one: PlanVerdict): PlanInsideRecord['verdicts'][number] {
  const { verdict, isInterim, validFrom, difference, before, after, comparison, wobble } = one;
  return {
    verdict,
    isInterim,
    text: verdictInWords(one),
    validFrom: momentOf(validFrom),
    difference,
    before: sideRecord(before),
    after: sideRecord(after),
    test: testRecord(comparison),
    quarterVariation: wobble,
  };
}

function testRecord(comparison: PlanVerdict['comparison']): PlanInsideRecord['verdicts'][number]['test'] {
  if (comparison === null) return null;
  const { t, limit, degrees } = comparison;
  return { t, limit, degreesOfFreedom: degrees };
}

function sideRecord({ quarters, ...figures }: VerdictSide): SideRecord {
  return {
    quarters: quarters.map(({ target, ...quarter }) => ({ ...quarter, target: inHundredths(target) })),
    ...figures,
  };
}

function momentOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
