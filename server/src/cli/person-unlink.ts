import { personByEmail } from '../access/access.ts';
import { providerId, unlinkFromProvider, linkedToProvider } from '../sign-in/sign-in.ts';
import { UserError, type Command } from './command.ts';

export const personUnlink: Command = {
  name: 'person unlink',
  summary: 'Unlink one person’s account at the identity provider, or everyone’s with --all when the provider changes.',
  options: { email: { type: 'string' }, all: { type: 'boolean' } },
  run: async ({ db, terminal, options }) => {
    const email = options['email'] === undefined ? undefined : String(options['email']);
    if ((email === undefined) === (options['all'] !== true)) throw new UserError('Give --email ADDRESS or --all.');
    const known = email === undefined ? undefined : await personByEmail(db, email);
    if (email !== undefined && !known) throw new UserError(`No one has the email address ${email}.`);
    const linked = await linkedToProvider(db, providerId, known?.id);
    for (const person of linked) {
      await unlinkFromProvider(db, person, { providerId, by: null, at: terminal.clock() });
    }
    terminal.out(
      linked.length === 0
        ? 'There were no linked accounts.'
        : `Unlinked: ${linked.length}. They are signed out everywhere, and their API tokens are revoked. The next time they sign in with the provider, the account with their email address is linked.`,
    );
    return 0;
  },
};
