import { randomUUID } from 'node:crypto';
import { isConstraint, type Database } from '../database/database.ts';
import { commitChange } from '../audit/audit.ts';
import { isEmail, personByEmail } from '../access/access.ts';
import type { Claims } from './provider-tokens.ts';
import { linkedPerson, linkToProvider, nameIssuer } from './provider-queries.ts';

// Identifies a person who signed in at the provider. The first time, a confirmed email address finds the person and links
// their account at the provider. From then on, only the link counts.

/** The parts of a person that signing in needs. */
export interface KnownPerson {
  id: string;
  name: string;
  email: string;
}

/** Why a person who signed in at the provider cannot sign in here. */
export type IdentityRefusal = 'no-address' | 'unverified' | 'unconfirmed' | 'unknown' | 'taken';

export interface IdentityRules {
  db: Database;
  clock: () => number;
  /** The provider's name. */
  name: string;
  /** The claim that has the email address. */
  emailClaim: string;
  /** Whether to accept an address if the provider does not say whether it is confirmed. */
  trustEmail: boolean;
}

interface Identity {
  issuer: string;
  subject: string;
  claims: Claims;
  /** Fetches more claims if these have no address. */
  moreClaims: () => Promise<Claims>;
}

/** The id of the provider in the library and in our tables, and the last part of the redirect URI. */
export const providerId = 'oidc';

/** The person with a verified identity, or why there is none and what the provider sent. */
export async function findPerson(
  rules: IdentityRules,
  identity: Identity,
): Promise<KnownPerson | { why: IdentityRefusal; received: Record<string, unknown> }> {
  const { db } = rules;
  const linked = await linkedPerson(db, providerId, identity);
  if (linked) {
    if (linked.leftAt !== null) return { why: 'unknown', received: { link: 'to a person who left' } };
    return linked;
  }
  const confirmed = confirmedEmail(rules, await withEmail(rules, identity));
  if ('why' in confirmed) return confirmed;
  const person = await personByEmail(db, confirmed.email);
  if (!person || person.leftAt !== null) return { why: 'unknown', received: { link: 'none' } };
  await linkAccount(rules, person, identity);
  // Two sign-ins may race for the link, so the database decides who got it.
  const winner = await linkedPerson(db, providerId, identity);
  if (winner?.id === person.id) return winner;
  return { why: 'taken', received: { link: 'to another account at the provider' } };
}

async function withEmail({ emailClaim }: IdentityRules, { claims, subject, moreClaims }: Identity): Promise<Claims> {
  if (claims[emailClaim] !== undefined) return claims;
  const added = await moreClaims();
  // Claims about another subject must not be used (OpenID Connect Core 1.0, §5.3.2).
  return added['sub'] === subject ? { ...added, ...claims } : claims;
}

/** The email address, if the provider says that it is confirmed or the operator trusts it. */
function confirmedEmail(
  { emailClaim, trustEmail }: IdentityRules,
  claims: Claims,
): { email: string } | { why: IdentityRefusal; received: Record<string, unknown> } {
  const email = claims[emailClaim];
  const verified = claims['email_verified'] ?? undefined;
  const received = {
    claims: claimNames(claims),
    email_verified: claimForLog(verified),
  };
  if (typeof email !== 'string' || !isEmail(email)) {
    return {
      why: 'no-address',
      received: { ...received, [emailClaim]: email === undefined ? 'absent' : 'not an email address' },
    };
  }
  // ADFS and others send a string instead of a boolean.
  if (verified !== undefined && verified !== true && verified !== 'true') return { why: 'unverified', received };
  // `email_verified` is about the claim `email` only.
  if (trustEmail || (verified !== undefined && emailClaim === 'email')) return { email };
  return { why: 'unconfirmed', received };
}

/** The value of a claim, for the log. Never use it for a claim that identifies a person. */
export function claimForLog(value: unknown): string {
  if (value === undefined) return 'absent';
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, maxLogged);
}

/** In characters. */
const maxLogged = 200;

/** The names of the claims, never their values. */
function claimNames(claims: Claims): string[] {
  return Object.keys(claims)
    .filter((name) => /^[\w:./-]{1,80}$/.test(name))
    .slice(0, 40);
}

/**
 * Links the person, unless they or the identity are already linked. A link from before issuers were stored counts only
 * if the issuer also confirms the person's address: at another provider, the same subject may be someone else.
 */
async function linkAccount({ db, clock, name }: IdentityRules, person: KnownPerson, { issuer, subject }: Identity) {
  const at = clock();
  const identity = { providerId, personId: person.id, issuer, subject };
  await commitChange(db, [nameIssuer(identity), linkToProvider({ ...identity, id: randomUUID() }, at)], {
    at,
    personId: person.id,
    action: 'provider account linked',
    subject: person.email,
    detail: { with: name, issuer },
  }).catch((error: unknown) => {
    if (!isConstraint(error)) throw error;
  });
}
