/** Where a closed quarter is restated. */
export function restatingPath({ slug }: { slug: string }, { id }: { id: string }): string {
  return `/console/departments/${slug}/quarters/${id}/restating`;
}

/** Where the versions of a closed quarter are listed, or one of them is shown. */
export function versionsPath({ slug }: { slug: string }, { id }: { id: string }, version?: number): string {
  const path = `/console/departments/${slug}/quarters/${id}/versions`;
  return version === undefined ? path : `${path}/${version}`;
}
