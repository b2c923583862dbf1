// Administrators decide here who can sign in, and what they can do.
export { scopeOf, roleEntry, type Scope } from './scope.ts';
export { auditedIfGiven, grantRole } from './queries.ts';
export { invitationEmail } from './emails.ts';
export { peopleRoutes } from './routes.ts';
