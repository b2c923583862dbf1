import { createToken, maxNameLength, nameOf } from '../access/access.ts';
import { UserError, type Command } from './command.ts';

export const tokenCreate: Command = {
  name: 'token create',
  summary: 'Create an API token for reading figures. It is shown only once.',
  mayCreate: true,
  options: { name: { type: 'string' } },
  run: async ({ db, terminal, options }) => {
    const name = nameOf(String(options['name'] ?? 'unnamed'));
    if (name === '' || name.length > maxNameLength) {
      throw new UserError(`--name must say what the token is for, in at most ${maxNameLength} characters.`);
    }
    terminal.out(await createToken(db, terminal.clock, name));
    return 0;
  },
};
