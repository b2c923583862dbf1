import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department, Desk } from '../org/org.ts';
import { choiceField, errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { desksPath, routingPath, rulesPath, timesPath } from './desk-paths.ts';
import { routesAsJson } from './desk-queries.ts';
import { desksLabel } from './desks-page.ts';
import { kindNames, kinds, type CaseKind } from './kinds.ts';

interface RoutingPage {
  department: Department;
  departments: Department[];
  /** The open desks that the department's cases can go to. */
  desks: Desk[];
  /** The chosen desk of each kind. */
  chosen: ReadonlyMap<CaseKind, Desk>;
  /** What is decided so far; the form is accepted only as long as this stays the same. */
  decided: ReadonlyMap<string, number>;
  errors: FieldError[];
  notice: string | undefined;
}

/** Which desk gets which of a department's complaints and requests. */
export function routingPage(page: RoutingPage): PageContent {
  const { department, departments, decided, errors, notice } = page;
  return {
    title: 'Routing',
    sub: html`Which desk gets which complaints for ${department.name}. · <a href="${desksPath}">Desks</a> ·
      <a href="${rulesPath(department)}">Promised dates</a> ·
      <a href="${timesPath(department)}">How long cases are kept</a>`,
    current: desksLabel,
    hasProblem: errors.length > 0,
    main: [
      departmentLinks(departments, department, routingPath),
      errorSummary(errors),
      successMessage(notice, { saved: 'Saved. New complaints go where you chose. Earlier ones stay where they are.' }),
      html`<form method="post" action="${routingPath(department)}">
        <input type="hidden" name="decided" value="${routesAsJson(decided)}" />
        ${kinds.map((kind) => kindField(page, kind))}
        <div class="actions"><button>Save</button></div>
      </form>`,
    ],
  };
}

/** The policy's own routes (docs/policies/dufferin-2-3-12.md, sections 6.3 and 6.4). */
const hints: Partial<Record<CaseKind, string>> = {
  privacy: 'Policy: the Clerk, immediately. Only a restricted desk can get these.',
  damage: 'Policy: Treasury, immediately.',
};

function kindField({ desks, chosen, errors }: RoutingPage, kind: CaseKind): Markup {
  const options = desks
    .filter(({ isRestricted }) => kind !== 'privacy' || isRestricted === 1)
    .map(({ slug, name, department }) => ({ value: slug, label: department ? `${name} (department)` : name }));
  return choiceField({
    name: kind,
    label: kindNames[kind],
    value: chosen.get(kind)?.slug ?? '',
    options,
    ...(hints[kind] === undefined ? {} : { hint: hints[kind] }),
    errors,
  });
}
