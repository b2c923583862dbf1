import { visibilityOf, type Reader, type Visibility } from '../access/access.ts';
import { findBySlug, type Department } from '../org/org.ts';

/** The API path of the figures. */
export const departmentsPath = '/api/v1/departments';

/** The department that a path names, and how much of it the reader may see; undefined if nothing. */
export function departmentInSight(
  departments: Department[],
  reader: Reader,
  slug: string,
): { department: Department; visibility: Exclude<Visibility, 'nothing'> } | undefined {
  const department = findBySlug(departments, slug);
  const visibility = department ? visibilityOf(reader, department) : 'nothing';
  return department && visibility !== 'nothing' ? { department, visibility } : undefined;
}
