import { personByEmail } from '../access/access.ts';
import { providerId, unlinkFromProvider, linkedToProvider } from '../sign-in/sign-in.ts';
import { Mistake, type Command } from './command.ts';

export const personUnlink: Command = {
  name: 'person unlink',
  summary: 'Unlink somebody’s account at the identity provider, or everybody’s when the provider changes.',
  options: { email: { type: 'string' }, all: { type: 'boolean' } },
  run: async ({ db, terminal, options }) => {
    const email = options['email'] === undefined ? undefined : String(options['email']);
    if ((email === undefined) === (options['all'] !== true)) throw new Mistake('Give --email ADDRESS, or --all.');
    const known = email === undefined ? undefined : await personByEmail(db, email);
    if (email !== undefined && !known) throw new Mistake(`Nobody has the address ${email}.`);
    const linked = await linkedToProvider(db, providerId, known?.id);
    for (const person of linked) {
      await unlinkFromProvider(db, person, { providerId, by: null, at: terminal.clock() });
    }
    terminal.out(
      linked.length === 0
        ? 'Nobody was linked.'
        : `Unlinked: ${linked.length}. They are signed out everywhere, and their API tokens are revoked. The next sign-in of each links the account that has their address then.`,
    );
    return 0;
  },
};
