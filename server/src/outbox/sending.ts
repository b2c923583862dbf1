import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { commit, type Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { readAgency } from '../org/org.ts';
import { mailOf, type Email } from './email.ts';
import type { EmailKinds, Queued } from './kinds.ts';
import { claim, dueEmails, emailById, finish, hasDue, insertEmail, markContent, postpone, settle } from './queries.ts';
import { createSmtp, type Delivery, type MailTimeouts, type Smtp } from './smtp.ts';

/** What the outbox needs. */
export interface OutboxOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  kinds: EmailKinds;
  /** Without a mail server every email stays a draft. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** The installation's address, without a trailing slash. */
  baseUrl: string;
  /** Is called with the error of each try that failed. */
  report: (error: unknown) => void;
  timeouts?: MailTimeouts | undefined;
}

interface NewEmail {
  kind: string;
  /** What it is about. See `causeOf`. */
  cause: string;
  /** The id of the person who caused it. */
  madeBy?: string | null;
  departmentId?: number | null;
}

/** An email that is about to be committed. */
interface QueuedEmail {
  id: string;
  /** Belongs in the commit of the cause. */
  statement: Statement;
}

/** Queues emails, sends them, and shows them. */
export interface Outbox {
  /** Whether there is a mail server. Without one, emails stay drafts. */
  hasServer: boolean;
  /** Queues an email. @param unless does nothing if the previous statement in the commit changed nothing. */
  queue: (email: NewEmail, at: number, unless?: 'unchanged') => QueuedEmail;
  /** Starts sending what is due, without waiting for it. Call it after the commit. */
  wake: () => void;
  /** Whether there is anything to send, or to give up. */
  hasDue: () => Promise<boolean>;
  /** Sends what is due, one email at a time; those of a bulk kind after all others, and until the mail server cannot be reached for one. */
  sendDue: (signal?: AbortSignal) => Promise<void>;
  /**
   * The email as a file that opens as a draft in a mail program (`X-Unsent`), with its own one-time links. Undefined if
   * it has no recipient anymore.
   * @param also is committed with the links, such as an audit entry.
   */
  draft: (queued: Queued, also: Statement[]) => Promise<Buffer | undefined>;
  /** The email's current text, without its links. */
  preview: (queued: Queued) => Promise<Email | undefined>;
  /** Ends sending. Resolves after the current email, and nothing is sent after that. */
  stop: () => Promise<void>;
}

/** How many emails are looked up at a time. */
const batchSize = 50;
/** How many are of a kind that many are queued of at once: someone may wait for a sign-in link behind them. */
const bulkBatchSize = 1;
/** The maximum number of tries. The last one is 68 hours after the first. */
const maxAttempts = 12;
/** How long to wait after a failed try, in milliseconds: 2, 4, 8 … minutes, as greylisting servers expect. */
const delayAfter = (attempts: number) => 2 ** attempts * 60_000;

/** Creates the outbox of a collector. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { db, clock, smtpUrl, mailFrom, baseUrl, report, timeouts } = options;
  const smtp = smtpUrl === undefined ? undefined : createSmtp(smtpUrl, timeouts);
  const ending = new AbortController();
  const domain = /@([\w.-]+)/.exec(mailFrom)?.[1] ?? 'localhost';
  const bulk = Object.keys(options.kinds).filter((kind) => options.kinds[kind]!.isBulk);
  const sender = async () => ({ agency: (await readAgency(db)).agency, baseUrl });

  const pass = async (signal: AbortSignal) => {
    if (!(await hasDue(db, clock(), smtp !== undefined))) return;
    await commit(db, settle(clock()));
    if (smtp === undefined) return;
    let isBulkHeld = false;
    const next = async () => {
      const ids = await dueEmails(db, clock(), { kinds: { notIn: bulk }, limit: batchSize });
      if (ids.length > 0) return { ids, isBulk: false };
      const limit = isBulkHeld ? 0 : bulkBatchSize;
      return { ids: await dueEmails(db, clock(), { kinds: { in: bulk }, limit }), isBulk: true };
    };
    for (let batch = await next(); batch.ids.length > 0; batch = await next()) {
      for (const id of batch.ids) {
        if (signal.aborted) return;
        if (await tryToSend({ ...options, smtp }, id)) continue;
        // A server that has enough of many emails may still take one that someone waits for.
        if (!batch.isBulk) return;
        isBulkHeld = true;
        break;
      }
    }
  };

  // One pass at a time runs in this process. Between processes, each email is claimed on its own.
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
    // The person who caused it gets an answer first, and equally fast with or without an email.
    wake: () => void nextTurn().then(() => sendDue().catch(report)),
    hasDue: () => hasDue(db, clock(), smtp !== undefined),
    sendDue,
    draft: async (queued, also) => {
      const composed = await composeFor(options, queued, 'make');
      if (composed === undefined) return undefined;
      const mail = await mailOf(composed.email, undefined, await sender());
      const { createTransport } = await import('nodemailer');
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

/** Another process has taken over this try, because it seemed dead. */
class Superseded extends Error {}

/** Tries to send one email. @returns whether the mail server works for the next one. */
async function tryToSend(options: TryOptions, id: string): Promise<boolean> {
  const { db, clock, mailFrom, baseUrl, smtp, report } = options;
  const [claimed] = await commit(db, [claim(id, clock())]);
  if (claimed.rowsAffected === 0) return true;
  const queued = await emailById(db, id);
  // What it is about was erased just now.
  if (queued === undefined) return true;
  const composed = await composeFor(options, queued, 'make');
  if (composed === undefined) {
    await commit(db, [finish(queued, { state: 'failed', problem: 'obsolete' }, clock())]);
    return true;
  }
  const { agency } = await readAgency(db);
  const mail = { ...(await mailOf(composed.email, mailFrom, { agency, baseUrl })), messageId: queued.messageId };
  // The hash of a one-time link is stored with the mark, so a try that gets no further creates no link.
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

/** How the try ends: with a final state, or another try later. */
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
