// What the rest of the house may use of signing in: passwords, two-step verification, the identity provider, and links.
export { createAttempts, type Attempts } from './attempts.ts';
export { createSignIn, sessionCookie, signOut, type SignIn } from './auth.ts';
export { createDevices, type Devices } from './devices.ts';
export { invitationLetter, providerInvitation, resetLetter } from './emails.ts';
export { endLinksOf } from './link-queries.ts';
export { firstAdministratorLink, invite, newLink, type LinkOptions } from './links.ts';
export { createPasswordRule, type PasswordRule } from './password-rule.ts';
export { Crowded, createPasswords, type Passwords } from './passwords.ts';
export { createProvider, type Provider } from './provider.ts';
export { providerId } from './provider-identity.ts';
export { linkedToProvider, unlinkFromProvider } from './provider-queries.ts';
export { purgeSignIns } from './purge.ts';
export { endSecondFactorOf, endSessionsOf, hasPassword } from './queries.ts';
export { whoIs } from './who.ts';
