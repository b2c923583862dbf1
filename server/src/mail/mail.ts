import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

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

/** The one way out for letters. It never throws on a mail server's account: what cannot be sent is kept as an `.eml` file. */
export function createMailer({ smtpUrl, from, folder, report }: MailerOptions): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const server =
    smtpUrl === undefined
      ? undefined
      : createTransport({
          url: smtpUrl,
          connectionTimeout: patience,
          greetingTimeout: patience,
          socketTimeout: patience,
        });
  // As an object an address is one address: it is not read as a list, nor as a name with an address behind it.
  const mailOf = ({ to, subject, text }: Letter) => ({ from, to: { name: '', address: to }, subject, text });
  const keep = async (letter: Letter): Promise<Posted> => {
    const { message } = await composer.sendMail(mailOf(letter));
    const file = join(folder, `${randomUUID()}.eml`);
    await mkdir(folder, { recursive: true });
    await writeFile(file, message as Buffer, { mode: 0o600 });
    return { kind: 'kept', file };
  };
  return async (letter) => {
    if (server === undefined) return keep(letter);
    try {
      await server.sendMail(mailOf(letter));
      return { kind: 'sent' };
    } catch (error) {
      report(error);
      return keep(letter);
    }
  };
}
