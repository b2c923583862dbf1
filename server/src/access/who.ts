import type { Person } from './roles.ts';

/** Somebody who is signed in. */
interface Visitor {
  person: Person;
  sessionId: string;
}

/** Reads who is asking out of the request's cookie. */
export type WhoIs = (headers: Headers) => Promise<Visitor | undefined>;
