import { html } from 'hono/html';
import { canInPart, type Action, type Person } from '../access/access.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, Organization } from '../org/org.ts';

/** The departments in which the person may do the action, at least for one region. */
export function departmentsFor(person: Person, action: Action, { departments }: Organization): Department[] {
  return departments.filter(({ id }) => canInPart(person, action, id));
}

/**
 * Links to the same page of other departments; empty if there is only one department.
 * @param pathOf the address of the page for a department.
 */
export function departmentLinks(
  departments: Department[],
  current: Pick<Department, 'id'>,
  pathOf: (department: Department) => string,
): Markup | '' {
  if (departments.length < 2) return '';
  const link = (one: Department) =>
    one.id === current.id
      ? html`<a href="${pathOf(one)}" aria-current="page">${one.name}</a>`
      : html`<a href="${pathOf(one)}">${one.name}</a>`;
  return html`<nav aria-label="Departments" class="views">${departments.map(link)}</nav>`;
}

/** Shown in place of a list by region, if there are no regions. @param what such as `comments`. */
export function noRegionsNote({ name }: Pick<Department, 'name'>, what: string): Markup {
  return html`<p class="empty">
    ${name} has no regions or programs yet, so there are no ${what}. An administrator can add the first one in the
    directory.
  </p>`;
}
