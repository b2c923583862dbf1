// Campaigns: surveying some customers for a limited time, with a separate link, poster and invitations.
export { campaignEmail } from './emails.ts';
export { forgetInvited } from './forgetting.ts';
export { mailingKinds } from './mailings.ts';
export { campaignRoutes } from './routes.ts';
export { templates } from './templates.ts';
