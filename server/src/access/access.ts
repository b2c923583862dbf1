// What the rest of the house may use of access: who is asking, what they may do, and what is kept of what they did.
export { audit, audited, type Deed } from './audit.ts';
export { firstAdministratorLink, invite, newLink, type Invited, type LinkOptions } from './links.ts';
export { personByEmail } from './queries.ts';
export {
  can,
  canInPart,
  reachOf,
  roleNames,
  roles,
  type Action,
  type Grant,
  type Person,
  type Role,
  type Subject,
} from './roles.ts';
export { createSignIn, signOut, type SignIn } from './sign-in.ts';
export { createToken, requireToken } from './tokens.ts';
export { whoIs, type Visitor, type WhoIs } from './who.ts';
