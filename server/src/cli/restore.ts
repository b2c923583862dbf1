import { resolve } from 'node:path';
import { restore } from '../database/restore.ts';
import type { Command } from './command.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Put a backup in the place of the database, which no collector may be running on.',
  operand: 'FILE',
  needsNoDatabase: true,
  options: { overwrite: { type: 'boolean' } },
  run: async ({ config, operand, options, terminal }) => {
    const { databaseUrl } = config;
    const overwrite = options['overwrite'] === true;
    const { responses, movedTo } = await restore(resolve(operand), databaseUrl, { overwrite, at: terminal.clock() });
    if (movedTo !== undefined) terminal.out(`What was there is now ${movedTo}.`);
    terminal.out(`${databaseUrl} holds the ${responses} responses of ${operand}. heart verify recounts them.`);
    return 0;
  },
};
