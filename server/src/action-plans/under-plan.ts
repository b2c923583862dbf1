import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Region } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { planPath } from './paths.ts';
import type { Plan } from './queries.ts';

/** What the pages for one part of a plan have in common: a link back to it, and its place in the menu. */
export function underPlan(
  { plan, region }: { plan: Plan; region: Region },
  errors: FieldError[],
): Pick<PageContent, 'sub' | 'current' | 'hasProblem'> {
  const { department } = region;
  return {
    sub: html`<a href="${planPath(department, plan)}">Action plan for ${region.name}</a> ·
      ${department.calendar.byId(plan.quarter)?.label ?? plan.quarter}`,
    current: 'Action plans',
    hasProblem: errors.length > 0,
  };
}
