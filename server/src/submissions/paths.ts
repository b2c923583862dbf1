/** Where a department's quarter is handed in, returned and submitted. */
export function submissionPath({ slug }: { slug: string }, { id }: { id: string }): string {
  return `/console/departments/${slug}/quarters/${id}/submission`;
}

/** What the executive office has received and is waiting for. */
export const inboxPath = '/console/agency/submissions';

/** Where the executive office reads a submission and confirms that it has arrived. */
export function receiptPath({ slug }: { slug: string }, { id }: { id: string }): string {
  return `${inboxPath}/${slug}/${id}`;
}

/** A department's quarters on their way to the executive office. */
export function submissionsPath({ slug }: { slug: string }): string {
  return `/console/departments/${slug}/submissions`;
}
