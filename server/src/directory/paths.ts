import type { Database } from '../database/database.ts';
import type { Department, Region } from '../org/org.ts';

export interface DirectoryRoutes {
  db: Database;
  /** The public address of the surveys. */
  baseUrl: string;
}

export const directoryPath = '/console/directory';

/** Where a department's page is. */
export function departmentPath({ slug }: Pick<Department, 'slug'>): string {
  return `${directoryPath}/departments/${slug}`;
}

/** Where a region's page is. */
export function regionPath({ slug }: Pick<Region, 'slug'>): string {
  return `${directoryPath}/regions/${slug}`;
}

/** Where an employee's page is; with `:employee`, the route of any employee's page. */
export function employeePath(id: number | ':employee'): string {
  return `${directoryPath}/employees/${id}`;
}

/** The route of any department's page. */
export const anyDepartment = departmentPath({ slug: ':department' });

/** The route of any region's page. */
export const anyRegion = regionPath({ slug: ':region' });

/** Who may open these pages: administrators. The frame looks up the department or region that the path names. */
export const rules = {
  directory: { of: 'installation', action: 'directory' },
  department: { of: 'department', action: 'directory' },
  region: { of: 'region', action: 'directory' },
} as const;
