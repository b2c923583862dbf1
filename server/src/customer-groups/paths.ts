import type { CustomerGroup, Department } from '../org/org.ts';

/** The path to a department's customer groups. */
export function groupsPath({ slug }: Pick<Department, 'slug'>): string {
  return `/console/departments/${slug}/groups`;
}

/** The path to one of them. */
export function groupPath(department: Pick<Department, 'slug'>, { code }: Pick<CustomerGroup, 'code'>): string {
  return `${groupsPath(department)}/${code}`;
}

/** The path that turns the question on the survey on or off. */
export function questionPath({ slug }: Pick<Department, 'slug'>): string {
  return `/console/departments/${slug}/group-question`;
}

/** The routes of any department's pages. */
export const anyQuestion = questionPath({ slug: ':department' });
export const anyGroups = groupsPath({ slug: ':department' });
export const anyGroup = groupPath({ slug: ':department' }, { code: ':group' });

/** The label of the menu item. */
export const groupsLabel = 'Customer groups';
