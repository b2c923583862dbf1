import { isEmail } from '../access/access.ts';
import { testEmailTo } from '../email-log/email-log.ts';
import { createSmtp, mailOf } from '../outbox/outbox.ts';
import { UserError, type Command } from './command.ts';

export const mailTest: Command = {
  name: 'mail test',
  summary: 'Send a test email using the mail settings, and show the mail server’s reply.',
  needsNoDatabase: true,
  options: { to: { type: 'string' } },
  run: async ({ config, options, terminal }) => {
    const { smtpUrl, mailFrom, baseUrl } = config;
    const to = String(options['to'] ?? '');
    if (!isEmail(to)) throw new UserError('Give the address to send to with --to.');
    if (smtpUrl === undefined) {
      throw new UserError('SMTP_URL is not set: emails stay in the outbox as drafts, and no one gets them.');
    }
    const { host } = new URL(smtpUrl);
    const mail = await mailOf(testEmailTo(to, baseUrl), mailFrom, { agency: undefined, baseUrl });
    const delivery = await createSmtp(smtpUrl)(mail, async () => {});
    if (delivery.kind !== 'sent') {
      throw new UserError(`${host} did not accept the email to ${to} from ${mailFrom}: ${delivery.problem.message}`);
    }
    terminal.out(`${host} accepted the email to ${to} from ${mailFrom}. It answered: ${delivery.response}`);
    terminal.out('Check that it arrives, and that it is not filtered as spam.');
    return 0;
  },
};
