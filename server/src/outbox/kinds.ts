import type { outbox } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import type { Email } from './email.ts';

/** An email in the outbox, as it is stored. */
export type Queued = typeof outbox.$inferSelect;

/** What an email belongs to, and who caused it: all that it is written from. */
interface Cause {
  /** Such as `person:<id>`. */
  cause: string;
  madeBy: string | null;
}

/** An email as it is now, with what has to be committed before it leaves, such as its one-time link. */
interface Composed {
  email: Email;
  alongside?: Statement[];
}

/**
 * What a feature says about the emails that it sends.
 * @template Reader who asks to read one.
 */
export interface EmailKind<Reader = never> {
  /** What the list calls it, such as `Invitation`. */
  title: string;
  /** Whom it goes to, also when it is no longer needed; undefined where that is not known any more. */
  recipient(cause: Cause): Promise<string | undefined>;
  /**
   * Writes the email from its cause, afresh each time; undefined where it is no longer needed.
   * @param links whether to make its one-time links, or to put a note in their place.
   */
  compose(cause: Cause, links: 'make' | 'hide'): Promise<Composed | undefined>;
  /** Whether that person may read it: those who may read its cause. */
  mayRead(reader: Reader, cause: Cause): Promise<boolean>;
}

/** Every kind of email, by the name under which it is queued. */
export type EmailKinds<Reader = never> = Record<string, EmailKind<Reader>>;

/** What an email can be about. */
type CauseType = 'person' | 'response' | 'employee';

/** Puts a cause into words for the table, and takes it apart again. */
export const causeOf = (what: CauseType, id: string): string => `${what}:${id}`;

/** The id in a cause of that sort; undefined where it is about something else. */
export function idIn(cause: string, what: CauseType): string | undefined {
  return cause.startsWith(`${what}:`) ? cause.slice(what.length + 1) : undefined;
}
