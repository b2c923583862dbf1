import { isEmail } from '../access/access.ts';
import { sendNow } from '../mail/mail.ts';
import { UserError, type Command } from './command.ts';

export const mailTest: Command = {
  name: 'mail test',
  summary: 'Send a test email with the mail settings and show the mail server’s answer.',
  needsNoDatabase: true,
  options: { to: { type: 'string' } },
  run: async ({ config, options, terminal }) => {
    const { smtpUrl, mailFrom, mailFolder, baseUrl } = config;
    const to = String(options['to'] ?? '');
    if (!isEmail(to)) throw new UserError('Give the address to send to with --to.');
    if (smtpUrl === undefined) {
      throw new UserError(`SMTP_URL is not set. Emails are saved as files in ${mailFolder} and not sent.`);
    }
    const { host } = new URL(smtpUrl);
    const text = `This is a test email from the HEART Survey at ${baseUrl}.\n\nIf you can read it, email works.\n`;
    const email = { to, subject: 'Test email from the HEART Survey', text };
    const answer = await sendNow(smtpUrl, mailFrom, email).catch((error: unknown) => {
      throw new UserError(`${host} did not accept the email to ${to} from ${mailFrom}: ${(error as Error).message}`);
    });
    terminal.out(`${host} accepted the email to ${to} from ${mailFrom}. Its answer: ${answer}`);
    terminal.out('Check that it arrives, and that it is not in the spam folder.');
    return 0;
  },
};
