import { can, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Department, Region } from '../org/org.ts';

export interface DirectoryRoutes {
  db: Database;
  /** Where the surveys are. */
  baseUrl: string;
}

export const directoryPath = '/console/directory';
/** Administrators alone. */
export const mayDirect = { of: 'installation', action: 'directory' } as const;

/** Where signatures are emailed: to employees of a department, or of one of its regions. */
export function signaturesPath({ slug }: Pick<Department, 'slug'>, region?: string): string {
  return `/console/departments/${slug}/signatures${region === undefined ? '' : `/${region}`}`;
}

/** The same for one region; undefined for a person who may not email its employees. */
export function signaturesFor(person: Person, { department, slug }: Region): string | undefined {
  return can(person, 'signatures', { departmentId: department.id }) ? signaturesPath(department, slug) : undefined;
}
