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
    const at = terminal.clock();
    const { responses, movedTo, optOuts } = await restore(resolve(operand), databaseUrl, { overwrite, at });
    if (movedTo !== undefined) terminal.out(`The previous database is now ${movedTo}.`);
    if (optOuts === 'unreadable') terminal.out(optOutsLost);
    else if (optOuts > 0) terminal.out(optOutsKept(optOuts));
    terminal.out(
      `Restored ${responses} responses from ${operand} to ${databaseUrl}. Run heart verify to recount them.`,
    );
    return 0;
  },
};

const optOutsKept = (n: number) =>
  n === 1
    ? '1 address that was taken off a campaign’s list after the backup stays off.'
    : `${n} addresses that were taken off campaigns’ lists after the backup stay off.`;

const optOutsLost =
  'The addresses that were taken off campaigns’ lists after the backup could not be taken over from the previous database. Remove them from the lists again: see docs/backup.md.';
