/** Where a department's campaigns are listed and proposed. */
export function campaignsPath({ slug }: { slug: string }): string {
  return `/console/departments/${slug}/campaigns`;
}

/** The page of one campaign. */
export function campaignPath(department: { slug: string }, { id }: { id: number | string }): string {
  return `${campaignsPath(department)}/${id}`;
}

/** Where its emails are prepared and sent. */
export function invitationsPath(department: { slug: string }, campaign: { id: number | string }): string {
  return `${campaignPath(department, campaign)}/invitations`;
}

export const campaignsRoute = campaignsPath({ slug: ':department' });
export const campaignRoute = campaignPath({ slug: ':department' }, { id: ':campaign' });
export const invitationsRoute = invitationsPath({ slug: ':department' }, { id: ':campaign' });
