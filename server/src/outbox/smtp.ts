import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer';
import { mailProblem, type MailProblem } from './mail-problem.ts';

/** Time limits for a mail server, in milliseconds. */
export interface MailTimeouts {
  connect: number;
  /** Long enough for servers that delay spammers, and short enough to diagnose a silent one within ten seconds. */
  greet: number;
  /** For each later answer. Some servers scan the whole email before they accept it. */
  answer: number;
  /** For the whole email. */
  total: number;
}

/** The time limits outside of tests. */
export const mailTimeouts: MailTimeouts = { connect: 10_000, greet: 7000, answer: 60_000, total: 100_000 };

/**
 * The mail server's answer: `sent`, perhaps not to every recipient; `refused` permanently; `deferred`; `unreachable`, if the
 * server got no email; or `unsure`, if the connection was lost between the content and the answer.
 */
export type Delivery =
  | { kind: 'sent'; response: string; isPartial: boolean }
  | { kind: 'refused' | 'deferred' | 'unreachable' | 'unsure'; problem: MailProblem };

/**
 * Offers one email to the mail server.
 * @param beforeContent is awaited after the server has asked for the content and before it gets any. If it throws, the
 * server gets none, and the promise is rejected with that error.
 */
export type Smtp = (mail: SendMailOptions, beforeContent: () => Promise<void>) => Promise<Delivery>;

/** The error that the mail library throws. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

/** Connects to the mail server anew for each email. */
export function createSmtp(smtpUrl: string, timeouts: MailTimeouts = mailTimeouts): Smtp {
  return async (mail, beforeContent) => {
    let hasContent = false;
    let failure: { error: unknown } | undefined;
    const { createTransport } = await import('nodemailer');
    const server = createTransport({
      url: smtpUrl,
      connectionTimeout: timeouts.connect,
      greetingTimeout: timeouts.greet,
      socketTimeout: timeouts.answer,
    });
    // The library reads the content only after the server has answered DATA.
    server.use('stream', ({ message }, done) => {
      const content = message.createReadStream.bind(message);
      const guarded = async function* () {
        await beforeContent().catch((error: unknown) => {
          failure = { error };
          throw error;
        });
        hasContent = true;
        yield* content() as AsyncIterable<Buffer>;
      };
      message.createReadStream = () => Readable.from(guarded(), { objectMode: false });
      done();
    });
    try {
      const { response, rejected } = await server.sendMail({ ...mail, signal: AbortSignal.timeout(timeouts.total) });
      return { kind: 'sent', response, isPartial: rejected.length > 0 };
    } catch (error) {
      if (failure !== undefined) throw failure.error;
      return { kind: deliveryOf(error as SmtpError, hasContent), problem: await mailProblem(error, smtpUrl) };
    }
  };
}

function deliveryOf({ code, command = '', responseCode }: SmtpError, hasContent: boolean) {
  if (hasContent) {
    if (responseCode === undefined || responseCode < 400) return 'unsure';
    return responseCode < 500 ? 'deferred' : 'refused';
  }
  const isAboutEmail = ['RCPT TO', 'DATA'].includes(command);
  if (isAboutEmail && responseCode !== undefined) return responseCode < 500 ? 'deferred' : 'refused';
  // The library itself rejected the address.
  if (code === 'EENVELOPE' && command === 'API') return 'refused';
  return command === 'MAIL FROM' ? 'deferred' : 'unreachable';
}
