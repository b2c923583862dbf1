// Who may sign in, and what they may do: for administrators.
export { scopeOf, roleEntry, type Scope } from './scope.ts';
export { auditedIfGiven, grantRole } from './queries.ts';
export { invitationEmail } from './emails.ts';
export { peopleRoutes } from './routes.ts';
