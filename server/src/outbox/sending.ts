import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { commit, type Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { readAgency } from '../org/org.ts';
import { mailOf, type Email } from './email.ts';
import type { EmailKinds, Queued } from './kinds.ts';
import { claim, dueEmails, emailById, finish, hasDue, insertEmail, markContent, postpone, settle } from './queries.ts';
import { createSmtp, type Delivery, type MailTimeouts, type Smtp } from './smtp.ts';

export interface OutboxOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  kinds: EmailKinds;
  /** Without a mail server every email stays a draft. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Where the installation is, without a slash at the end. */
  baseUrl: string;
  /** Is called with every try that came to nothing. */
  report: (error: unknown) => void;
  timeouts?: MailTimeouts | undefined;
}

interface NewEmail {
  kind: string;
  /** What it is about, see `causeOf`. */
  cause: string;
  /** The id of the person who caused it. */
  madeBy?: string | null;
  departmentId?: number | null;
}

/** An email that is about to be committed. */
interface QueuedEmail {
  id: string;
  /** For the commit of its cause. */
  statement: Statement;
}

export interface Outbox {
  /** Whether there is a mail server; without one, emails stay drafts. */
  hasServer: boolean;
  /** Queues an email. @param unless where the statement just before it in the commit changed nothing. */
  queue: (email: NewEmail, at: number, unless?: 'unchanged') => QueuedEmail;
  /** Sends what is due soon, without anybody waiting for it; to be called after the commit. */
  wake: () => void;
  /** Whether there is anything to send, or to give up. */
  hasDue: () => Promise<boolean>;
  /** Sends what is due, one after the other. */
  sendDue: (signal?: AbortSignal) => Promise<void>;
  /**
   * The email as a file that opens as a draft in a mail program (`X-Unsent`), with one-time links of its own; undefined
   * where there is nobody to send it to any more.
   * @param also is committed with the links, such as an audit entry.
   */
  draft: (queued: Queued, also: Statement[]) => Promise<Buffer | undefined>;
  /** The email as it would be written now, without its links. */
  preview: (queued: Queued) => Promise<Email | undefined>;
  /** Resolves once nothing is being sent any more; nothing is sent after that. */
  stop: () => Promise<void>;
}

/** So many emails are looked up at a time. */
const batchSize = 50;
/** An email is tried so often at most: the last time 68 hours after the first. */
const maxAttempts = 12;
/** How long to wait after a try that failed, in milliseconds: 2, 4, 8 … minutes, which greylisting servers expect. */
const delayAfter = (attempts: number) => 2 ** attempts * 60_000;

/** Queues emails with their cause, and sends them. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { db, clock, smtpUrl, mailFrom, baseUrl, report, timeouts } = options;
  const smtp = smtpUrl === undefined ? undefined : createSmtp(smtpUrl, timeouts);
  const ending = new AbortController();
  const domain = /@([\w.-]+)/.exec(mailFrom)?.[1] ?? 'localhost';
  const sender = async () => ({ agency: (await readAgency(db)).agency, baseUrl });

  const pass = async (signal: AbortSignal) => {
    if (!(await hasDue(db, clock()))) return;
    await commit(db, settle(clock()));
    if (smtp === undefined) return;
    for (;;) {
      const ids = await dueEmails(db, clock(), batchSize);
      for (const id of ids) {
        if (signal.aborted || !(await tryToSend({ ...options, smtp }, id))) return;
      }
      if (ids.length < batchSize) return;
    }
  };

  // In this process one pass runs at a time. Between processes each email is claimed by itself.
  let running = Promise.resolve();
  const sendDue = (signal?: AbortSignal) => {
    const stopping = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
    const run = running.then(() => (stopping.aborted ? undefined : pass(stopping)));
    running = run.catch(() => {});
    return run;
  };

  return {
    hasServer: smtp !== undefined,
    queue: ({ kind, cause, madeBy = null, departmentId = null }, at, unless) => {
      const id = randomUUID();
      const row = { id, kind, cause, madeBy, departmentId, messageId: `<${id}@${domain}>` };
      return { id, statement: insertEmail(row, at, unless) };
    },
    // Who caused it is answered first, and as fast whether there is an email or none.
    wake: () => void nextTurn().then(() => sendDue().catch(report)),
    hasDue: () => hasDue(db, clock()),
    sendDue,
    draft: async (queued, also) => {
      const composed = await composeFor(options, queued, 'make');
      if (composed === undefined) return undefined;
      const mail = await mailOf(composed.email, undefined, await sender());
      const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
      const { message } = await composer.sendMail({ ...mail, headers: { 'X-Unsent': '1' } });
      await commit(db, [...(composed.alongside ?? []), ...also]);
      return message as Buffer;
    },
    preview: async (queued) => (await composeFor(options, queued, 'hide'))?.email,
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}

type TryOptions = Pick<OutboxOptions, 'db' | 'clock' | 'kinds' | 'mailFrom' | 'baseUrl' | 'report'> & { smtp: Smtp };

/** A try whose claim somebody else has taken over, because it seemed dead. */
class Superseded extends Error {}

/** Tries one email. @returns whether the mail server can be used for the next one. */
async function tryToSend(options: TryOptions, id: string): Promise<boolean> {
  const { db, clock, mailFrom, baseUrl, smtp, report } = options;
  const [claimed] = await commit(db, [claim(id, clock())]);
  if (claimed.rowsAffected === 0) return true;
  const queued = (await emailById(db, id))!;
  const composed = await composeFor(options, queued, 'make');
  if (composed === undefined) {
    await commit(db, [finish(queued, { state: 'failed', problem: 'obsolete' }, clock())]);
    return true;
  }
  const { agency } = await readAgency(db);
  const mail = { ...(await mailOf(composed.email, mailFrom, { agency, baseUrl })), messageId: queued.messageId };
  // What a one-time link is known by is stored with the mark: no link is made for a try that gets no further.
  const beforeContent = async () => {
    const [marked] = await commit(db, [markContent(queued, clock()), ...(composed.alongside ?? [])]);
    if (marked.rowsAffected === 0) throw new Superseded();
  };
  try {
    const delivery = await smtp({ ...mail, date: new Date(queued.createdAt) }, beforeContent);
    if ('problem' in delivery) report(delivery.problem);
    await commit(db, [ended(queued, delivery, clock())]);
    return delivery.kind !== 'unreachable';
  } catch (error) {
    if (error instanceof Superseded) return true;
    throw error;
  }
}

/** What follows from a try. */
function ended(queued: Queued, delivery: Delivery, now: number): Statement {
  if (delivery.kind === 'sent') {
    return finish(queued, { state: 'sent', problem: delivery.isPartial ? 'refused' : null }, now);
  }
  if (delivery.kind === 'unsure') return finish(queued, { state: 'unsure', problem: 'connection lost' }, now);
  const { kind: problem } = delivery;
  const nextAt = now + delayAfter(queued.attempts);
  const isLast = problem === 'refused' || queued.attempts >= maxAttempts || nextAt >= queued.expiresAt;
  return isLast ? finish(queued, { state: 'failed', problem }, now) : postpone(queued, problem, nextAt);
}

async function composeFor({ kinds }: Pick<OutboxOptions, 'kinds'>, queued: Queued, links: 'make' | 'hide') {
  const { kind, cause, madeBy } = queued;
  if (cause === null) return undefined;
  return kinds[kind]?.compose({ cause, madeBy }, links);
}
