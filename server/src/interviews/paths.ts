/** The address of a department's telephone interviews. @param asked the region's slug and the language of the script. */
export function interviewsPath({ slug }: { slug: string }, asked: Record<string, string> = {}): string {
  const query = new URLSearchParams(asked);
  return `/console/departments/${slug}/interviews${query.size === 0 ? '' : `?${query.toString()}`}`;
}
