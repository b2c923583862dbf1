/** Where a quarter's figures are, for the department's own staff. */
export function quarterPath({ slug }: { slug: string }, { id }: { id: string }): string {
  return `/console/departments/${slug}/quarters/${id}`;
}

/** Where a representative closes a quarter. */
export function closingPath(department: { slug: string }, quarter: { id: string }): string {
  return `${quarterPath(department, quarter)}/closing`;
}
