/** Where a department's submitted quarters are published and withdrawn. */
export function publishedPath({ slug }: { slug: string }): string {
  return `/console/departments/${slug}/results-published`;
}

/** Where one quarter is. */
export function publishingPath({ slug }: { slug: string }, { id }: { id: string }): string {
  return `/console/departments/${slug}/quarters/${id}/publishing`;
}

/** The public page as it would be. */
export function previewPath(department: { slug: string }, quarter: { id: string }): string {
  return `${publishingPath(department, quarter)}/preview`;
}

export const resultsPath = '/results';

/** What the public sees of a department, or of one of its quarters. */
export function publicPath({ slug }: { slug: string }, quarter?: { id: string }): string {
  return quarter === undefined ? `${resultsPath}/${slug}` : `${resultsPath}/${slug}/${quarter.id}`;
}

/** The files about a fiscal year by customer group, without their ending. @param year its first month. */
export function groupsPath(department: { slug: string }, year: string): string {
  return `${publicPath(department)}/groups/${year}`;
}
