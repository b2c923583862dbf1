import { isEmail } from '../access/access.ts';
import { sendNow } from '../mail/mail.ts';
import { Mistake, type Command } from './command.ts';

export const mailTest: Command = {
  name: 'mail test',
  summary: 'Send a test email with the mail settings, and say what the mail server answered.',
  needsNoDatabase: true,
  options: { to: { type: 'string' } },
  run: async ({ config, options, terminal }) => {
    const { smtpUrl, mailFrom, mailFolder, baseUrl } = config;
    const to = String(options['to'] ?? '');
    if (!isEmail(to)) throw new Mistake('Give the address to send to with --to.');
    if (smtpUrl === undefined) {
      throw new Mistake(`SMTP_URL is not set: emails are kept as files in ${mailFolder} and sent to nobody.`);
    }
    const { host } = new URL(smtpUrl);
    const text = `This is a test email from the HEART Survey at ${baseUrl}.\n\nIf you can read it, email works.\n`;
    const letter = { to, subject: 'Test email from the HEART Survey', text };
    const answer = await sendNow(smtpUrl, mailFrom, letter).catch((error: unknown) => {
      throw new Mistake(`${host} did not take the email to ${to} from ${mailFrom}: ${(error as Error).message}`);
    });
    terminal.out(`${host} took the email to ${to} from ${mailFrom}. It answered: ${answer}`);
    terminal.out('Check that it arrives, and not among spam.');
    return 0;
  },
};
