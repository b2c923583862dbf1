import { createToken } from '../access/access.ts';
import type { Command } from './command.ts';

export const tokenCreate: Command = {
  name: 'token create',
  summary: 'Make a bearer token for the figures. It is shown this once.',
  mayCreate: true,
  options: { name: { type: 'string' } },
  run: async ({ db, terminal, options }) => {
    terminal.out(await createToken(db, terminal.clock, String(options['name'] ?? 'unnamed')));
    return 0;
  },
};
