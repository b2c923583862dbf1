// What the rest of the house may use of access: who is asking, what they may do, and what is kept of what they did.
export { createAttempts, type Attempts } from './attempts.ts';
export { audit, audited, auditedIfChanged, auditedRow, type Deed } from './audit.ts';
export { createDevices, type Devices } from './devices.ts';
export { isEmail, longestName, nameOf, withoutDirectionSigns } from './identity.ts';
export { invitationLetter, providerInvitation, resetLetter } from './letters.ts';
export { firstAdministratorLink, invite, newLink, type LinkOptions } from './links.ts';
export { createPasswordRule, type PasswordRule } from './password-rule.ts';
export { Crowded, createPasswords, type Passwords } from './passwords.ts';
export { createProvider, type Provider } from './provider.ts';
export { providerId } from './provider-identity.ts';
export {
  endLinksOf,
  endSecondFactorOf,
  endSessionsOf,
  hasPassword,
  personByEmail,
  revokeTokensBehind,
  revokeTokensOf,
  unlinkFromProvider,
} from './queries.ts';
export { can, canInPart, reachOf, roleNames, roles, type Action, type Grant, type Person, type Role } from './roles.ts';
export { createSignIn, sessionCookie, signOut, type SignIn } from './sign-in.ts';
export { purgeSignIns } from './sign-in-purge.ts';
export {
  createToken,
  mayReadResponses,
  newToken,
  opensFigures,
  requireReader,
  sightOf,
  type Reader,
  type Sight,
  type TokenScope,
} from './tokens.ts';
export { whoIs, type WhoIs } from './who.ts';
