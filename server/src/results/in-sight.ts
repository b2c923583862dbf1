import { sightOf, type Reader, type Sight } from '../access/access.ts';
import { findBySlug, type Department } from '../org/org.ts';

/** The API path of the figures. */
export const departmentsPath = '/api/v1/departments';

/** The department that a path names, and how much of it the reader may see; undefined if nothing. */
export function departmentInSight(
  departments: Department[],
  reader: Reader,
  slug: string,
): { department: Department; sight: Exclude<Sight, 'nothing'> } | undefined {
  const department = findBySlug(departments, slug);
  const sight = department ? sightOf(reader, department) : 'nothing';
  return department && sight !== 'nothing' ? { department, sight } : undefined;
}
