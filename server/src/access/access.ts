// What other features may use of access: who the visitor is, and what they may do.
export { isEmail, maxNameLength, nameOf, withoutDirectionSigns } from './identity.ts';
export {
  grantsOf,
  hasAdministrator,
  hasLeft,
  insertGrant,
  insertPerson,
  isAdministrator,
  personByEmail,
  personById,
  readerById,
  readersById,
  revokeTokensBehind,
  revokeTokensOf,
} from './queries.ts';
export {
  can,
  canInPart,
  canSomewhere,
  roleReach,
  roleNames,
  roles,
  rolesFor,
  teamRoles,
  type Action,
  type Grant,
  type Person,
  type Role,
} from './roles.ts';
export {
  createToken,
  mayReadResponses,
  newToken,
  givesFigures,
  requireReader,
  visibilityOf,
  type Reader,
  type Visibility,
  type TokenScope,
} from './tokens.ts';
export type { WhoIs } from './who.ts';
