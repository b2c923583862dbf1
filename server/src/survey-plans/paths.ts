/** A department's plan. */
export function planPath({ slug }: { slug: string }): string {
  return `/console/departments/${slug}/survey-plan`;
}

/** The form that writes or changes it. */
export const editPath = (department: { slug: string }): string => `${planPath(department)}/text`;

/** An earlier version of it. */
export const versionPath = (department: { slug: string }, version: number | ':version'): string =>
  `${planPath(department)}/versions/${version}`;

/** The executive office's page with all departments. */
export const coveragePath = '/console/coverage';

/** A department's plan as the executive office sees it. */
export const coveragePlanPath = ({ slug }: { slug: string }): string => `${coveragePath}/${slug}`;
