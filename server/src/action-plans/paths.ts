/** Where the action plans of a department are. */
export function plansPath({ slug }: { slug: string }): string {
  return `/console/departments/${slug}/action-plans`;
}

/** Where one plan is. */
export function planPath(department: { slug: string }, { id }: { id: number }): string {
  return `${plansPath(department)}/${id}`;
}
