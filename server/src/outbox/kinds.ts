import type { outbox } from '../database/schema.ts';
import type { Statement } from '../database/statement.ts';
import type { Email } from './email.ts';

/** An email as it is stored in the outbox. */
export type Queued = typeof outbox.$inferSelect;

/** What an email is about, and who caused it. Its text is written from nothing else. */
interface Cause {
  /** Such as `person:<id>`. */
  cause: string;
  madeBy: string | null;
}

/** An email's current text, and what must be committed before it is sent, such as its one-time link. */
interface Composed {
  email: Email;
  alongside?: Statement[];
}

/**
 * One kind of email that a feature sends.
 * @template Reader the person who asks to read it.
 */
export interface EmailKind<Reader = never> {
  /** Its name in the list, such as `Invitation`. */
  title: string;
  /** Whether the list of emails never shows who got it, or what it shows instead, so that nobody can count who was thanked, or how many
   * cases there are at a restricted desk. */
  hidesRecipient?: true | string;
  /** Whether many of them are queued at once, so that all other emails go first. */
  isBulk?: true;
  /** The recipient's address, even if the email is no longer needed. Undefined if it is no longer known. */
  recipient(cause: Cause): Promise<string | undefined>;
  /**
   * Writes the email from its cause, each time anew. Returns undefined if it is no longer needed.
   * @param links whether to create its one-time links, or to replace them with a note.
   */
  compose(cause: Cause, links: 'make' | 'hide'): Promise<Composed | undefined>;
  /** Whether the reader can read it, which is so if they can read its cause. */
  mayRead(reader: Reader, cause: Cause): Promise<boolean>;
}

/** Every kind of email, keyed by the name it is queued under. */
export type EmailKinds<Reader = never> = Record<string, EmailKind<Reader>>;

/** What an email can be about. */
type CauseType =
  | 'person'
  | 'response'
  | 'employee'
  | 'plan'
  | 'submission'
  | 'recognition'
  | 'campaign-recipient'
  | 'case'
  | 'case-message'
  | 'desk'
  | 'policy'
  | 'survey-plan'
  | 'digest';

/** The cause as it is stored, such as `person:<id>`. */
export const causeOf = (what: CauseType, id: string): string => `${what}:${id}`;

/** The id in a stored cause. Undefined if it is about something else. */
export function idIn(cause: string, what: CauseType): string | undefined {
  return cause.startsWith(`${what}:`) ? cause.slice(what.length + 1) : undefined;
}
