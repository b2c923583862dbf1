import { html } from 'hono/html';
import { canInPart, type Action, type Person } from '../access/access.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, Directory } from '../org/org.ts';

/** Those departments to which the person may do that, in part at least, in their order. */
export function departmentsFor(person: Person, action: Action, { departments }: Directory): Department[] {
  return departments.filter(({ id }) => canInPart(person, action, id));
}

/**
 * The way to the same page of another department; nothing where there is one department alone.
 * @param pathOf where the page of a department is.
 */
export function departmentViews(
  departments: Department[],
  current: Pick<Department, 'id'>,
  pathOf: (department: Department) => string,
): Markup | '' {
  if (departments.length < 2) return '';
  const way = (one: Department) =>
    one.id === current.id
      ? html`<a href="${pathOf(one)}" aria-current="page">${one.name}</a>`
      : html`<a href="${pathOf(one)}">${one.name}</a>`;
  return html`<nav aria-label="Which department" class="views">${departments.map(way)}</nav>`;
}

/** Stands where there would be something of each region. @param what such as `comments`. */
export function noRegionYet({ name }: Pick<Department, 'name'>, what: string): Markup {
  return html`<p class="empty">
    ${name} has no region or programme yet, and so no ${what}. An administrator adds the first one in the directory.
  </p>`;
}
