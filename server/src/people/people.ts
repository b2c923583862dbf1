// Who may sign in, and what they may do: for administrators.
export { placedOf, roleDeed, type Placed } from './place.ts';
export { auditedIfGiven, grantRole } from './queries.ts';
export { invitationEmail } from './emails.ts';
export { peopleRoutes } from './routes.ts';
