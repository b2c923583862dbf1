// Administrators decide here who can sign in, and what they can do.
export type { GrantingOptions } from './granting.ts';
export { isSameScope, scopeOf, roleEntry, type Scope } from './scope.ts';
export { auditedIfGiven, endGrant, grantRole } from './queries.ts';
export { invitationEmail } from './emails.ts';
export { peopleRoutes } from './routes.ts';
