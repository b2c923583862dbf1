// Campaigns: asking some customers for a few days, with a link, a poster and invitations of their own.
export { campaignEmail } from './emails.ts';
export { forgetInvited } from './forgetting.ts';
export { mailingKinds } from './mailings.ts';
export { campaignRoutes } from './routes.ts';
export { templates } from './templates.ts';
