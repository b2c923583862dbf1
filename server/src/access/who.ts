import type { Person } from './roles.ts';

/** A person who is signed in, and their session. */
interface Visitor {
  person: Person;
  sessionId: string;
}

/** Identifies the visitor by the request's cookie. */
export type WhoIs = (headers: Headers) => Promise<Visitor | undefined>;
