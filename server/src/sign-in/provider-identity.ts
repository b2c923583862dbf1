import { randomUUID } from 'node:crypto';
import { isConstraint, type Database } from '../database/database.ts';
import { commitChange } from '../audit/audit.ts';
import { isEmail, personByEmail } from '../access/access.ts';
import type { Claims } from './provider-tokens.ts';
import { linkedPerson, linkToProvider, nameIssuer } from './provider-queries.ts';

// Who somebody is that a provider has signed in. The first time, an address that the provider vouches for finds the
// person; that links the provider's name for them, and from then on only the link counts.

/** Somebody in the directory of people, as signing in needs them. */
export interface KnownPerson {
  id: string;
  name: string;
  email: string;
}

/** Why somebody whom the provider signed in is not let in. */
export type NotLetIn = 'no-address' | 'unverified' | 'unconfirmed' | 'unknown' | 'taken';

export interface IdentityRules {
  db: Database;
  clock: () => number;
  /** What people call the provider. */
  name: string;
  /** Which claim holds the address. */
  emailClaim: string;
  /** Whether an address counts that the provider says nothing more about. */
  trustEmail: boolean;
}

interface Identity {
  issuer: string;
  subject: string;
  claims: Claims;
  /** Asked where the claims hold no address. */
  more: () => Promise<Claims>;
}

/** The library's and our name for accounts at the provider, and the last part of the redirect URI. */
export const providerId = 'oidc';

/** The person behind an identity that was verified, or why there is none, with what came in place of it. */
export async function personBehind(
  rules: IdentityRules,
  identity: Identity,
): Promise<KnownPerson | { why: NotLetIn; received: Record<string, unknown> }> {
  const { db } = rules;
  const linked = await linkedPerson(db, providerId, identity);
  if (linked) {
    if (linked.leftAt !== null) return { why: 'unknown', received: { link: 'of somebody who left' } };
    return linked;
  }
  const vouched = vouchedAddress(rules, await withAddress(rules, identity));
  if ('why' in vouched) return vouched;
  const person = await personByEmail(db, vouched.email);
  if (!person || person.leftAt !== null) return { why: 'unknown', received: { link: 'none' } };
  await link(rules, person, identity);
  // Whoever came first has the link; that is asked of the database, since two may come at once.
  const now = await linkedPerson(db, providerId, identity);
  if (now?.id === person.id) return now;
  return { why: 'taken', received: { link: 'of another account at the provider' } };
}

async function withAddress({ emailClaim }: IdentityRules, { claims, subject, more }: Identity): Promise<Claims> {
  if (claims[emailClaim] !== undefined) return claims;
  const added = await more();
  // OpenID Connect Core 1.0, §5.3.2: of another subject nothing may be used.
  return added['sub'] === subject ? { ...added, ...claims } : claims;
}

/** The address that the provider vouches for, or that the operator decided to trust. */
function vouchedAddress(
  { emailClaim, trustEmail }: IdentityRules,
  claims: Claims,
): { email: string } | { why: NotLetIn; received: Record<string, unknown> } {
  const email = claims[emailClaim];
  const verified = claims['email_verified'] ?? undefined;
  const received = {
    claims: claimNames(claims),
    email_verified: shownClaim(verified),
  };
  if (typeof email !== 'string' || !isEmail(email)) {
    return {
      why: 'no-address',
      received: { ...received, [emailClaim]: email === undefined ? 'absent' : 'no address' },
    };
  }
  // ADFS and others send text in place of a boolean.
  if (verified !== undefined && verified !== true && verified !== 'true') return { why: 'unverified', received };
  // `email_verified` speaks of the claim `email` alone.
  if (trustEmail || (verified !== undefined && emailClaim === 'email')) return { email };
  return { why: 'unconfirmed', received };
}

/** What a claim says, for the log. Not for one that says who somebody is. */
export function shownClaim(value: unknown): string {
  if (value === undefined) return 'absent';
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, maxShown);
}

/** The most characters of a claim that are logged. */
const maxShown = 200;

/** Which claims there are; never what they say. */
function claimNames(claims: Claims): string[] {
  return Object.keys(claims)
    .filter((name) => /^[\w:./-]{1,80}$/.test(name))
    .slice(0, 40);
}

/**
 * Links the person, unless they or the identity are linked already. A link from before issuers were kept holds for the
 * issuer that vouches for the person's address too: its subject alone may be anybody's at another provider.
 */
async function link({ db, clock, name }: IdentityRules, person: KnownPerson, { issuer, subject }: Identity) {
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
