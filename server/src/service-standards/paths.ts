type Slug = { slug: string };

/** Whether a department's standards were met, quarter by quarter. */
export function standardsPath({ slug }: Slug): string {
  return `/console/departments/${slug}/standards`;
}

/** One standard with its history. */
export function standardPath(department: Slug, id: number | string): string {
  return `${standardsPath(department)}/${id}`;
}

/** Where the note of a value that was entered by hand is corrected. */
export function notePath(department: Slug, id: number | string, value: string): string {
  return `${standardPath(department, id)}/values/${value}/note`;
}

/** Where standards are added, changed and ended. @param department null for those of the whole agency. */
export function setupPath(department: Slug | null): string {
  return department === null ? '/console/standards' : `${standardsPath(department)}/setup`;
}
