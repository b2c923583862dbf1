import { resolve } from 'node:path';
import { restore } from '../database/restore.ts';
import type { Command } from './command.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Replace the database with a backup. Stop the collector first.',
  operand: 'FILE',
  needsNoDatabase: true,
  options: { overwrite: { type: 'boolean' } },
  run: async ({ config, operand, options, terminal }) => {
    const { databaseUrl } = config;
    const overwrite = options['overwrite'] === true;
    const { responses, movedTo } = await restore(resolve(operand), databaseUrl, { overwrite, at: terminal.clock() });
    if (movedTo !== undefined) terminal.out(`The previous database is now ${movedTo}.`);
    terminal.out(
      `Restored ${responses} responses from ${operand} to ${databaseUrl}. Run heart verify to recount them.`,
    );
    return 0;
  },
};
