import { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { mailProblem, type MailProblem } from './mail-problem.ts';

/** How long a mail server may take, in milliseconds. */
export interface MailTimeouts {
  connect: number;
  /** Long enough for servers that make spammers wait, and short enough to find out within ten seconds why one is silent. */
  greet: number;
  /** For each answer after that: some servers scan the whole email before they accept it. */
  answer: number;
  /** For everything together. */
  total: number;
}

export const mailTimeouts: MailTimeouts = { connect: 10_000, greet: 7000, answer: 60_000, total: 100_000 };

/**
 * What became of an email at the mail server: accepted, perhaps not for every recipient; refused for good; refused for now; not offered, because the
 * server itself cannot be used; or unsure, because the connection was lost between the content and the answer.
 */
export type Delivery =
  | { kind: 'sent'; response: string; isPartial: boolean }
  | { kind: 'refused' | 'deferred' | 'unreachable' | 'unsure'; problem: MailProblem };

/**
 * Offers one email to the mail server.
 * @param beforeContent is awaited after the server has agreed to take the content, and before it gets any. Where it
 * throws, the server gets none, and the promise is rejected with that error.
 */
export type Smtp = (mail: SendMailOptions, beforeContent: () => Promise<void>) => Promise<Delivery>;

/** As the mail library throws it. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

/** The way to the mail server, a new connection for each email. */
export function createSmtp(smtpUrl: string, timeouts: MailTimeouts = mailTimeouts): Smtp {
  return async (mail, beforeContent) => {
    let hasContent = false;
    let failure: { error: unknown } | undefined;
    const server = createTransport({
      url: smtpUrl,
      connectionTimeout: timeouts.connect,
      greetingTimeout: timeouts.greet,
      socketTimeout: timeouts.answer,
    });
    // The library reads the content once the server has answered DATA, and not before.
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
  // An address that the library itself finds to be none.
  if (code === 'EENVELOPE' && command === 'API') return 'refused';
  return command === 'MAIL FROM' ? 'deferred' : 'unreachable';
}
