import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { mailProblem } from './mail-problem.ts';

export interface Letter {
  /** One address. */
  to: string;
  subject: string;
  /** Plain text. */
  text: string;
}

/** What became of a letter: on its way, or kept as a file because no mail server is set up or none took it. */
type Posted = { kind: 'sent' } | { kind: 'kept'; file: string };

export type Mailer = (letter: Letter) => Promise<Posted>;

export interface MailerOptions {
  /** `smtp://` or `smtps://`, with a user and a password where the server wants them. */
  smtpUrl: string | undefined;
  from: string;
  /** Where letters are kept that cannot be sent. */
  folder: string;
  /** Tells the operator that a letter was not taken. */
  report: (error: unknown) => void;
}

/** How long a mail server may take to answer, in milliseconds. */
const patience = 10_000;
/**
 * How long it may take to greet: long enough for servers that make spammers wait, and short enough that ten seconds
 * suffice to find out why one is silent.
 */
const greetingPatience = 7000;

/** Hands emails to a mail server; resolves with its answer. */
type Send = (mail: SendMailOptions) => Promise<string>;

/** @throws MailProblem where the server does not take an email. */
function createSender(smtpUrl: string): Send {
  const server = createTransport({
    url: smtpUrl,
    connectionTimeout: patience,
    greetingTimeout: greetingPatience,
    socketTimeout: patience,
  });
  return async (mail) => {
    try {
      return (await server.sendMail(mail)).response;
    } catch (error) {
      throw await mailProblem(error, smtpUrl);
    }
  };
}

// As an object an address is one address: it is not read as a list, nor as a name with an address behind it.
const mailOf = (from: string, { to, subject, text }: Letter): SendMailOptions => ({
  from,
  to: { name: '', address: to },
  subject,
  text,
});

/**
 * Sends one email now, as every other one is sent, and keeps nothing.
 * @returns what the server answered.
 * @throws MailProblem where it does not take the email.
 */
export function sendNow(smtpUrl: string, from: string, letter: Letter): Promise<string> {
  return createSender(smtpUrl)(mailOf(from, letter));
}

/** The one way out for letters. It never throws on a mail server's account: what cannot be sent is kept as an `.eml` file. */
export function createMailer({ smtpUrl, from, folder, report }: MailerOptions): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const send = smtpUrl === undefined ? undefined : createSender(smtpUrl);
  const keep = async (letter: Letter): Promise<Posted> => {
    const { message } = await composer.sendMail(mailOf(from, letter));
    const file = join(folder, `${randomUUID()}.eml`);
    await mkdir(folder, { recursive: true });
    await writeFile(file, message as Buffer, { mode: 0o600 });
    return { kind: 'kept', file };
  };
  return async (letter) => {
    if (send === undefined) return keep(letter);
    try {
      await send(mailOf(from, letter));
      return { kind: 'sent' };
    } catch (error) {
      report(error);
      return keep(letter);
    }
  };
}
