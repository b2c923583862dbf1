import { findBySlug, type Department, type Organization, type Region } from '../org/org.ts';

/** The departments and their offices, as the options of a field. */
export function officeOptions({ departments, regions }: Pick<Organization, 'departments' | 'regions'>) {
  const officesOf = ({ id }: Department) => regions.filter(({ department }) => department.id === id);
  return departments.flatMap((department) => [
    { value: `department/${department.slug}`, label: `${department.name}: no specific office` },
    ...officesOf(department).map(({ slug, name }) => ({
      value: `region/${slug}`,
      label: `${department.name}: ${name}`,
    })),
  ]);
}

/** The department and the office of an option; undefined if it is none. */
export function officeIn(
  value: string,
  { departments, regions }: Pick<Organization, 'departments' | 'regions'>,
): { department: Department; region: Region | null } | undefined {
  const [what, slug] = value.split('/');
  const department = what === 'department' ? findBySlug(departments, slug) : undefined;
  if (department) return { department, region: null };
  const region = what === 'region' ? findBySlug(regions, slug) : undefined;
  return region && { department: region.department, region };
}
