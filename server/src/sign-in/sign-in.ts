// What other features may use of sign-in: passwords, two-step verification, the identity provider, and links.
export { createAttempts } from './attempts.ts';
export { createSignIn, sessionCookie } from './auth.ts';
export { createDevices } from './devices.ts';
export { resetEmail } from './emails.ts';
export { endLinks, endLinksOf } from './link-queries.ts';
export { firstAdministratorLink, invite, newLink, type LinkOptions } from './links.ts';
export { createPasswordRule, type PasswordRule } from './password-rule.ts';
export { createPasswords, type Passwords } from './passwords.ts';
export { createProvider } from './provider.ts';
export { providerId } from './provider-identity.ts';
export { linkedToProvider, unlinkFromProvider } from './provider-queries.ts';
export { purgeSignIns } from './purge.ts';
export { endSecondFactorOf, endSessionsOf } from './queries.ts';
export { codeFailureText, proveByCode, stepUpMethod, type CodeFailure, type Proof } from './step-up.ts';
export { createStepUps, type Purpose, type StepUps } from './step-ups.ts';
export { whoIs } from './who.ts';
export { accountRoutes } from './account-routes.ts';
export { signInRoutes } from './routes.ts';
