/** The page of everyone in Team HEART. */
export const teamPath = '/console/team';

/** The trainings of a department. */
export function trainingsPath({ slug }: { slug: string }): string {
  return `/console/departments/${slug}/trainings`;
}
