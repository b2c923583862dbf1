import { can, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Department, Region } from '../org/org.ts';

export interface DirectoryRoutes {
  db: Database;
  /** The public address of the surveys. */
  baseUrl: string;
}

export const directoryPath = '/console/directory';

/** The groups of departments. */
export const divisionsPath = `${directoryPath}/divisions`;

/** The path to a department's page. */
export function departmentPath({ slug }: Pick<Department, 'slug'>): string {
  return `${directoryPath}/departments/${slug}`;
}

/** The path to a region's page. */
export function regionPath({ slug }: Pick<Region, 'slug'>): string {
  return `${directoryPath}/regions/${slug}`;
}

/** The path to an employee's page; with `:employee`, the route of any employee's page. */
export function employeePath(id: number | ':employee'): string {
  return `${directoryPath}/employees/${id}`;
}

/** The path to a team's page; with `:team`, the route of any team's page. */
export function teamPath(id: number | ':team'): string {
  return `${directoryPath}/teams/${id}`;
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

/** Where signatures are emailed: to employees of a department, or of one of its regions. */
export function signaturesPath({ slug }: Pick<Department, 'slug'>, region?: string): string {
  return `/console/departments/${slug}/signatures${region === undefined ? '' : `/${region}`}`;
}

/** The same for one region; undefined for a person who cannot email its employees. */
export function signaturesFor(person: Person, { department, slug }: Region): string | undefined {
  return can(person, 'signatures', { departmentId: department.id }) ? signaturesPath(department, slug) : undefined;
}
